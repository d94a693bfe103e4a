-- Two questions have to be asked before a tenant is known. The functions run as the owner, to whom alone these policies
-- open the rows; each answers for one exact value, so that nothing can be listed or guessed with it.
CREATE POLICY lookup ON api_key FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY lookup ON tenant FOR SELECT TO CURRENT_USER USING (true);

-- The key whose text has this SHA-256, in whatever state it is.
CREATE FUNCTION find_api_key(wanted bytea)
RETURNS TABLE (
  tenant_id uuid, id uuid, digest bytea, role text, scopes text[],
  expires_at timestamptz, revoked_at timestamptz, last_used_at timestamptz
)
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path FROM CURRENT
AS $$
  SELECT k.tenant_id, k.id, k.digest, k.role, k.scopes, k.expires_at, k.revoked_at, k.last_used_at
  FROM api_key k WHERE k.digest = wanted
$$;

-- The tenant of exactly this name; for the bootstrap command.
CREATE FUNCTION find_tenant(wanted text)
RETURNS uuid
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path FROM CURRENT
AS $$ SELECT t.tenant_id FROM tenant t WHERE t.name = wanted $$;

REVOKE ALL ON FUNCTION find_api_key(bytea), find_tenant(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_api_key(bytea), find_tenant(text) TO gateway_service;
