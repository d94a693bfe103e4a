-- A response that is owed for a lead that is gone is waited for no more: erasure left it due for ever.
-- Without force the owner sees the responses of every tenant; leads it may read anyway.
ALTER TABLE lead_response NO FORCE ROW LEVEL SECURITY;
UPDATE lead_response r SET outcome = coalesce(r.outcome, 'moot'), settled_at = coalesce(r.settled_at, l.deleted_at), pass_at = NULL
FROM lead l
WHERE l.tenant_id = r.tenant_id AND l.lead_id = r.lead_id AND l.deleted_at IS NOT NULL AND (r.outcome IS NULL OR r.pass_at IS NOT NULL);
ALTER TABLE lead_response FORCE ROW LEVEL SECURITY;

/* Tenants with leads to distribute by `due`, or responses to live leads that were missed by then, at most `most`, in no order, so that each has its turn.
   Leads of a tenant without active rules wait on. */
CREATE OR REPLACE FUNCTION tenants_with_distribution_work(due timestamptz, most integer) RETURNS SETOF uuid
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT tenant_id FROM (
    SELECT s.tenant_id FROM distribution_rule_set s
    WHERE s.status = 'active' AND EXISTS (SELECT FROM distribution_queue q WHERE q.tenant_id = s.tenant_id AND q.look_at <= due)
    UNION
    SELECT waiting.tenant_id FROM (SELECT DISTINCT tenant_id FROM lead_response WHERE outcome IS NULL AND due_at <= due) AS waiting
    WHERE EXISTS (
      SELECT FROM lead_response r JOIN lead l USING (tenant_id, lead_id)
      WHERE r.tenant_id = waiting.tenant_id AND r.outcome IS NULL AND r.due_at <= due AND l.deleted_at IS NULL)
    UNION
    SELECT missed.tenant_id FROM (SELECT DISTINCT tenant_id FROM lead_response WHERE pass_at <= due) AS missed
    WHERE EXISTS (
      SELECT FROM lead_response r JOIN lead l USING (tenant_id, lead_id)
      WHERE r.tenant_id = missed.tenant_id AND r.pass_at <= due AND l.deleted_at IS NULL)
  ) AS busy
  ORDER BY random() LIMIT most;
$$;
