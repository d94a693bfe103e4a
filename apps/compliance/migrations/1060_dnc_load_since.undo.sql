CREATE OR REPLACE FUNCTION tenants_with_dnc_loads(abandoned_before timestamptz, max_tenants integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
AS $$
  SELECT tenant_id FROM dnc_load
  WHERE state IN ('uploading', 'pending') AND (state = 'pending' OR created_at < abandoned_before)
  GROUP BY tenant_id ORDER BY min(created_at) LIMIT max_tenants;
$$;
ALTER TABLE dnc_load DROP COLUMN since;
