-- The key with which a tenant's persons are told apart without being named: `person_hash` is an HMAC under it.
CREATE TABLE tenant_secret (
  tenant_id   uuid        PRIMARY KEY,
  wrapped_key bytea       NOT NULL,
  kek_id      text        NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now()
);
SELECT protect_tenant_table('tenant_secret');

-- One key a person: what is sealed with it is erased from every log when it is destroyed. A destroyed key leaves its row for
-- ever, so that "destroyed" is never taken for "not there".
CREATE TABLE person_key (
  tenant_id    uuid        NOT NULL,
  key_id       uuid        NOT NULL,
  person_hash  bytea       NOT NULL CONSTRAINT person_key_hash_length CHECK (octet_length(person_hash) = 32),
  wrapped_key  bytea,
  -- The key encryption key that wrapped it.
  kek_id       text,
  created_at   timestamptz NOT NULL DEFAULT now(),
  destroyed_at timestamptz,
  PRIMARY KEY (tenant_id, key_id),
  CONSTRAINT person_key_destroyed CHECK (num_nonnulls(wrapped_key, kek_id) = CASE WHEN destroyed_at IS NULL THEN 2 ELSE 0 END),
  CONSTRAINT person_key_destroyed_after_creation CHECK (destroyed_at >= created_at)
);
CREATE UNIQUE INDEX person_key_live ON person_key (tenant_id, person_hash) WHERE destroyed_at IS NULL;
CREATE INDEX person_key_destroyed_hash ON person_key (tenant_id, person_hash) WHERE destroyed_at IS NOT NULL;
CREATE INDEX person_key_kek ON person_key (kek_id, tenant_id, key_id) WHERE destroyed_at IS NULL;
SELECT protect_tenant_table('person_key');

-- Nothing brings a destroyed key back, not even its owner.
CREATE POLICY destroyed_for_ever ON person_key AS RESTRICTIVE FOR UPDATE USING (destroyed_at IS NULL) WITH CHECK (true);
CREATE POLICY never_deleted ON person_key AS RESTRICTIVE FOR DELETE USING (false);
REVOKE ALL ON tenant_secret, person_key FROM vault_service;
GRANT SELECT, INSERT ON tenant_secret TO vault_service;
GRANT SELECT, INSERT, UPDATE (wrapped_key, kek_id, destroyed_at) ON person_key TO vault_service;

-- The owner rotates: it sees every tenant's wrapped keys, and wraps them anew.
CREATE POLICY rotation_read ON tenant_secret FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY rotation ON tenant_secret FOR UPDATE TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY rotation_read ON person_key FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY rotation ON person_key FOR UPDATE TO CURRENT_USER USING (true) WITH CHECK (true);

-- The keys of a batch of events, in one statement however many tenants they belong to: each pair names tenant and key.
CREATE FUNCTION find_person_keys(tenants uuid[], keys uuid[])
RETURNS TABLE (tenant_id uuid, key_id uuid, wrapped_key bytea, kek_id text)
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path FROM CURRENT
AS $$
  SELECT k.tenant_id, k.key_id, k.wrapped_key, k.kek_id
  FROM unnest(tenants, keys) AS wanted (tenant_id, key_id)
  JOIN person_key k ON k.tenant_id = wanted.tenant_id AND k.key_id = wanted.key_id
$$;
REVOKE ALL ON FUNCTION find_person_keys(uuid[], uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_person_keys(uuid[], uuid[]) TO vault_service;
