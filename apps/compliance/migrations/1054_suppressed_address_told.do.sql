-- What is left of an erased person's entry is told as an entry when somebody brings the address again: versions go on from the entry's, and its end is told, too.
ALTER TABLE suppressed_address ADD COLUMN version integer NOT NULL DEFAULT 1 CONSTRAINT suppressed_address_version_check CHECK (version >= 1);

CREATE INDEX suppressed_address_expiry_idx ON suppressed_address (expires_at) WHERE expires_at IS NOT NULL;

-- As of dnc_entry: only the owner, in whose name the function below runs, sees these.
CREATE POLICY expiry_sweep ON suppressed_address FOR SELECT TO CURRENT_USER USING (expires_at IS NOT NULL);

-- As in 1007, and tenants that keep what is left of such an entry.
CREATE OR REPLACE FUNCTION tenants_with_expired_dnc(until timestamptz, max_tenants integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
AS $$
  SELECT tenant_id
    FROM (SELECT tenant_id, expires_at FROM dnc_entry WHERE removed_at IS NULL AND expires_at <= until
           UNION ALL
          SELECT tenant_id, expires_at FROM suppressed_address WHERE expires_at <= until) AS over
   GROUP BY tenant_id ORDER BY min(expires_at) LIMIT max_tenants;
$$;
