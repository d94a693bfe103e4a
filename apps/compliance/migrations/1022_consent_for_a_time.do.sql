-- When a consent ends by itself, and what proves it; null in lines from before. Not validated here, so that nothing waits while old rows are
-- read; 1023 does that.
ALTER TABLE consent_entry
  ADD COLUMN expires_at timestamptz,
  ADD COLUMN proof jsonb,
  ADD CONSTRAINT consent_entry_expiry_check CHECK (expires_at IS NULL OR (state = 'given' AND expires_at > stated_at)) NOT VALID,
  ADD CONSTRAINT consent_entry_proof_check CHECK (jsonb_typeof(proof) = 'object') NOT VALID;

-- Consents whose end is still to be told. The ledger itself is never changed: what waits stands beside it.
CREATE TABLE consent_expiry (
  tenant_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, entry_id),
  CONSTRAINT consent_expiry_entry_fkey FOREIGN KEY (tenant_id, entry_id) REFERENCES consent_entry (tenant_id, id)
);
CREATE INDEX consent_expiry_due_idx ON consent_expiry (expires_at);
SELECT protect_tenant_table('consent_expiry');

-- The sweep looks before it knows the tenant. Only the owner, in whose name the function below runs, sees these.
CREATE POLICY expiry_sweep ON consent_expiry FOR SELECT TO CURRENT_USER USING (true);

-- Tenants with consents that ended by `until`, at most `max_tenants`: those that wait longest first.
CREATE FUNCTION tenants_with_expired_consents(until timestamptz, max_tenants integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
AS $$
  SELECT tenant_id FROM consent_expiry WHERE expires_at <= until GROUP BY tenant_id ORDER BY min(expires_at) LIMIT max_tenants;
$$;
