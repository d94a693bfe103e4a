-- A filling of which a slice failed goes on with fewer leads at a time, and later: others of the tenant come first.
ALTER TABLE segment
  -- Leads that are looked at together at most, since more of them took too long; null while as many as usual are.
  ADD COLUMN fill_leads integer,
  -- Not before then.
  ADD COLUMN fill_retry_at timestamptz,
  ADD CONSTRAINT segment_fill_leads_positive CHECK (fill_leads >= 1);

-- Tenants whose fillings all wait do not take the place of others.
CREATE OR REPLACE FUNCTION tenants_with_segments_to_judge(due timestamptz, most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  (SELECT DISTINCT tenant_id FROM segment WHERE filled_up_to IS NOT NULL AND (fill_retry_at IS NULL OR fill_retry_at <= due) LIMIT most)
  UNION
  (SELECT tenant_id FROM (SELECT tenant_id FROM segment_look WHERE look_at <= due ORDER BY look_at LIMIT 1000) AS waiting)
  LIMIT most;
$$;
