-- A lead that is over, or gone, is offered no more: from now on it leaves the queue with its last change; those that were left there go now.
-- Without force the owner sees the rows of every tenant; leads it may read anyway.
ALTER TABLE distribution_queue NO FORCE ROW LEVEL SECURITY;
ALTER TABLE settings NO FORCE ROW LEVEL SECURITY;
DELETE FROM distribution_queue q USING lead l
WHERE q.reason = 'claim' AND l.tenant_id = q.tenant_id AND l.lead_id = q.lead_id AND (
  l.deleted_at IS NOT NULL OR l.status IN ('converted', 'lost') OR EXISTS (
    SELECT FROM settings s, jsonb_array_elements(s.vocabulary->'leadStatuses') AS own
    WHERE s.tenant_id = l.tenant_id AND own->>'key' = l.status AND own->>'meaning' <> 'open'));
ALTER TABLE settings FORCE ROW LEVEL SECURITY;
ALTER TABLE distribution_queue FORCE ROW LEVEL SECURITY;
