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
