-- A lead whose owner did not respond is passed on as soon as somebody can take it: until then it is looked at again and again.
ALTER TABLE lead_response ADD COLUMN pass_at timestamptz,
  ADD CONSTRAINT lead_response_passed_once_missed CHECK (pass_at IS NULL OR outcome IS NOT DISTINCT FROM 'missed');
CREATE INDEX lead_response_pass_idx ON lead_response (pass_at, tenant_id) WHERE pass_at IS NOT NULL;
CREATE INDEX lead_response_tenant_pass_idx ON lead_response (tenant_id, pass_at) WHERE pass_at IS NOT NULL;
GRANT UPDATE (pass_at) ON lead_response TO lead_service;
ALTER POLICY lead_response_work ON lead_response USING (outcome IS NULL OR pass_at IS NOT NULL);

CREATE OR REPLACE FUNCTION tenants_with_distribution_work(due timestamptz, most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  (SELECT s.tenant_id FROM distribution_rule_set s
   WHERE s.status = 'active' AND EXISTS (SELECT FROM distribution_queue q WHERE q.tenant_id = s.tenant_id AND q.look_at <= due) LIMIT most)
  UNION
  (SELECT tenant_id FROM (SELECT tenant_id FROM lead_response WHERE outcome IS NULL AND due_at <= due ORDER BY due_at LIMIT 1000) AS waiting)
  UNION
  (SELECT tenant_id FROM (SELECT tenant_id FROM lead_response WHERE pass_at <= due ORDER BY pass_at LIMIT 1000) AS missed)
  LIMIT most;
$$;
