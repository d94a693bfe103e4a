-- The words by which a lead is found, as the service's rules make them, and which version of the rules made them: 0 = none did yet.
ALTER TABLE lead
  ADD COLUMN search_version integer NOT NULL DEFAULT 0,
  ADD COLUMN search_keys text[] NOT NULL DEFAULT '{}',
  ADD CONSTRAINT lead_search_version_not_negative CHECK (search_version >= 0) NOT VALID,
  ADD CONSTRAINT lead_search_keys_few CHECK (cardinality(search_keys) <= 64) NOT VALID;
CREATE INDEX lead_unindexed_idx ON lead (tenant_id, lead_id) WHERE search_version < 1;

-- Words of live leads, one row each. Text compared as bytes is leak-proof, so that conditions reach the index under row-level security.
CREATE TABLE lead_search_key (
  tenant_id uuid NOT NULL,
  key text COLLATE "C" NOT NULL,
  lead_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, key, lead_id),
  CONSTRAINT lead_search_key_short CHECK (length(key) BETWEEN 1 AND 40)
);
SELECT protect_tenant_table('lead_search_key');

-- The rows follow the leads, whoever writes those: nine rows a lead and a foreign key on each would cost more than the rows do.
CREATE FUNCTION add_search_keys() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO lead_search_key (tenant_id, key, lead_id)
  SELECT tenant_id, key, lead_id FROM new_leads, unnest(search_keys) AS key WHERE deleted_at IS NULL
  -- As the index lies, so that neighbours are written together.
  ORDER BY key
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;

CREATE FUNCTION change_search_keys() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  before text[] := CASE WHEN OLD.deleted_at IS NULL THEN OLD.search_keys ELSE '{}' END;
  after text[] := CASE WHEN TG_OP = 'UPDATE' AND NEW.deleted_at IS NULL THEN NEW.search_keys ELSE '{}' END;
BEGIN
  DELETE FROM lead_search_key
  WHERE tenant_id = OLD.tenant_id AND lead_id = OLD.lead_id AND key = ANY (ARRAY(SELECT unnest(before) EXCEPT SELECT unnest(after)));
  INSERT INTO lead_search_key (tenant_id, key, lead_id)
  SELECT OLD.tenant_id, key, OLD.lead_id FROM (SELECT unnest(after) EXCEPT SELECT unnest(before)) AS added (key)
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;

CREATE TRIGGER lead_search_added AFTER INSERT ON lead REFERENCING NEW TABLE AS new_leads
  FOR EACH STATEMENT EXECUTE FUNCTION add_search_keys();
CREATE TRIGGER lead_search_changed AFTER UPDATE ON lead FOR EACH ROW
  WHEN (OLD.search_keys IS DISTINCT FROM NEW.search_keys OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL))
  EXECUTE FUNCTION change_search_keys();
CREATE TRIGGER lead_search_removed AFTER DELETE ON lead FOR EACH ROW EXECUTE FUNCTION change_search_keys();

-- Whose leads are not indexed is asked without a tenant. Only the owner, in whose name the function below runs, sees all.
CREATE POLICY lead_search_upkeep ON lead FOR SELECT TO lead_owner USING (true);

/* Tenants with leads that no rule has indexed yet, `most` at most. */
CREATE FUNCTION tenants_with_unindexed_leads(most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT DISTINCT tenant_id FROM lead WHERE search_version < 1 LIMIT most;
$$;
REVOKE ALL ON FUNCTION tenants_with_unindexed_leads(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_with_unindexed_leads(integer) TO lead_service;
