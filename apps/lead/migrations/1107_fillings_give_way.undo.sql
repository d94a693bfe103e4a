CREATE OR REPLACE FUNCTION tenants_with_segments_to_judge(due timestamptz, most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  (SELECT DISTINCT tenant_id FROM segment WHERE filled_up_to IS NOT NULL LIMIT most)
  UNION
  (SELECT tenant_id FROM (SELECT tenant_id FROM segment_look WHERE look_at <= due ORDER BY look_at LIMIT 1000) AS waiting)
  LIMIT most;
$$;
ALTER TABLE segment
  DROP COLUMN fill_leads,
  DROP COLUMN fill_retry_at;
