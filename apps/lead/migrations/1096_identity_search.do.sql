-- The words by which a further address of a lead is found, as the service's rules make them, and which version of the rules made them: 0 = none did yet.
-- Visitors and external ids have none. 1097 holds the rules against the rows that are there.
ALTER TABLE lead_identity
  ADD COLUMN search_version integer NOT NULL DEFAULT 0,
  ADD COLUMN search_keys text[] NOT NULL DEFAULT '{}',
  ADD CONSTRAINT lead_identity_search_version_not_negative CHECK (search_version >= 0) NOT VALID,
  ADD CONSTRAINT lead_identity_search_keys_few CHECK (cardinality(search_keys) <= 64) NOT VALID;
CREATE INDEX lead_identity_unindexed_idx ON lead_identity (tenant_id, kind, value) WHERE search_version < 1 AND kind IN ('email', 'phone');

-- Words of further addresses, one row each, under the lead that they are of: whether that one is there, or went into another one, is asked when
-- somebody searches.
CREATE TABLE identity_search_key (
  tenant_id uuid NOT NULL,
  key text COLLATE "C" NOT NULL,
  lead_id uuid NOT NULL,
  kind text NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (tenant_id, key, lead_id, kind, value),
  CONSTRAINT identity_search_key_short CHECK (length(key) BETWEEN 1 AND 40),
  CONSTRAINT identity_search_key_kind_known CHECK (kind IN ('email', 'phone'))
);
SELECT protect_tenant_table('identity_search_key');

-- Of a row that is new there is no OLD, of one that goes no NEW: their parts are null, and null has no words.
CREATE FUNCTION change_identity_keys() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  DELETE FROM identity_search_key
  WHERE tenant_id = OLD.tenant_id AND key = ANY (OLD.search_keys) AND lead_id = OLD.lead_id AND kind = OLD.kind AND value = OLD.value;
  INSERT INTO identity_search_key (tenant_id, key, lead_id, kind, value)
  SELECT DISTINCT NEW.tenant_id, key COLLATE "C", NEW.lead_id, NEW.kind, NEW.value FROM unnest(NEW.search_keys) AS key;
  RETURN NULL;
END
$$;
-- Visitors are many, and pass by.
CREATE TRIGGER lead_identity_search_added AFTER INSERT ON lead_identity FOR EACH ROW
  WHEN (NEW.search_keys <> '{}') EXECUTE FUNCTION change_identity_keys();
CREATE TRIGGER lead_identity_search_changed AFTER UPDATE ON lead_identity FOR EACH ROW
  WHEN (OLD.search_keys IS DISTINCT FROM NEW.search_keys OR (OLD.lead_id <> NEW.lead_id AND NEW.search_keys <> '{}'))
  EXECUTE FUNCTION change_identity_keys();
CREATE TRIGGER lead_identity_search_removed AFTER DELETE ON lead_identity FOR EACH ROW
  WHEN (OLD.search_keys <> '{}') EXECUTE FUNCTION change_identity_keys();

-- Whose further addresses are not indexed is asked without a tenant. Only the owner, in whose name the function below runs, sees all.
CREATE POLICY lead_identity_search_upkeep ON lead_identity FOR SELECT TO lead_owner USING (true);

/* Tenants with further addresses that no rule has indexed yet, `most` at most. */
CREATE FUNCTION tenants_with_unindexed_identities(most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT DISTINCT tenant_id FROM lead_identity WHERE search_version < 1 AND kind IN ('email', 'phone') LIMIT most;
$$;
REVOKE ALL ON FUNCTION tenants_with_unindexed_identities(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_with_unindexed_identities(integer) TO lead_service;
