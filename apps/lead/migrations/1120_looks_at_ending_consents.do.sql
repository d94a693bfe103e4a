-- Consents that end move leads at their instants from this release on: who is in segments by now is looked at then. Whether a segment asks for the consent
-- is found out by whoever looks.
-- Without force the owner sees the rows of every tenant; leads it may read anyway.
ALTER TABLE lead_consent NO FORCE ROW LEVEL SECURITY;
ALTER TABLE segment NO FORCE ROW LEVEL SECURITY;
ALTER TABLE segment_lead_look NO FORCE ROW LEVEL SECURITY;
WITH RECURSIVE way AS (
  (SELECT c.tenant_id, c.lead_id, min(c.expires_at) AS look_at FROM lead_consent c
   WHERE c.expires_at > now() AND NOT c.is_over
     AND EXISTS (SELECT FROM segment s WHERE s.tenant_id = c.tenant_id AND s.kind = 'dynamic' AND s.deleted_at IS NULL)
   GROUP BY c.tenant_id, c.lead_id)
  UNION
  SELECT w.tenant_id, l.merged_into, w.look_at FROM way w JOIN lead l ON l.tenant_id = w.tenant_id AND l.lead_id = w.lead_id
  WHERE l.merged_into IS NOT NULL)
INSERT INTO segment_lead_look (tenant_id, lead_id, look_at)
SELECT w.tenant_id, w.lead_id, min(w.look_at) FROM way w JOIN lead l ON l.tenant_id = w.tenant_id AND l.lead_id = w.lead_id
WHERE l.deleted_at IS NULL GROUP BY w.tenant_id, w.lead_id
ON CONFLICT (tenant_id, lead_id) DO UPDATE SET look_at = least(segment_lead_look.look_at, excluded.look_at);
ALTER TABLE segment_lead_look FORCE ROW LEVEL SECURITY;
ALTER TABLE segment FORCE ROW LEVEL SECURITY;
ALTER TABLE lead_consent FORCE ROW LEVEL SECURITY;
