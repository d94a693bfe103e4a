-- For the sweep that takes expired entries off the lists: which tenants have some.
CREATE INDEX dnc_entry_expiry_idx ON dnc_entry (expires_at) WHERE removed_at IS NULL;

-- The sweep looks before it knows the tenant. Only the owner, in whose name the function below runs, sees these.
CREATE POLICY expiry_sweep ON dnc_entry FOR SELECT TO CURRENT_USER USING (removed_at IS NULL AND expires_at IS NOT NULL);

-- Tenants whose list has entries that expired by `until`, at most `max_tenants`: those that wait longest first.
CREATE FUNCTION tenants_with_expired_dnc(until timestamptz, max_tenants integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
AS $$
  SELECT tenant_id FROM dnc_entry WHERE removed_at IS NULL AND expires_at <= until
  GROUP BY tenant_id ORDER BY min(expires_at) LIMIT max_tenants;
$$;
