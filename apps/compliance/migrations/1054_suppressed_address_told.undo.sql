CREATE OR REPLACE FUNCTION tenants_with_expired_dnc(until timestamptz, max_tenants integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
AS $$
  SELECT tenant_id FROM dnc_entry WHERE removed_at IS NULL AND expires_at <= until
  GROUP BY tenant_id ORDER BY min(expires_at) LIMIT max_tenants;
$$;
DROP POLICY expiry_sweep ON suppressed_address;
DROP INDEX suppressed_address_expiry_idx;
ALTER TABLE suppressed_address DROP COLUMN version;
