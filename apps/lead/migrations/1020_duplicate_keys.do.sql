-- What leads are compared by. The keys follow behind: writing a lead only notes that its keys are out of date.

-- Versions of leads whose keys are not made yet. Each write has a row of its own, so that no two writers ever wait for one row.
CREATE TABLE duplicate_backlog (
  tenant_id uuid NOT NULL,
  lead_id uuid NOT NULL,
  version integer NOT NULL,
  PRIMARY KEY (tenant_id, lead_id, version),
  CONSTRAINT duplicate_backlog_version_positive CHECK (version >= 1)
);
INSERT INTO duplicate_backlog (tenant_id, lead_id, version) SELECT tenant_id, lead_id, version FROM lead WHERE deleted_at IS NULL;
SELECT protect_tenant_table('duplicate_backlog');

CREATE FUNCTION note_new_leads() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO duplicate_backlog (tenant_id, lead_id, version)
  SELECT tenant_id, lead_id, version FROM new_leads WHERE deleted_at IS NULL ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;

CREATE FUNCTION note_changed_lead() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO duplicate_backlog (tenant_id, lead_id, version) VALUES (NEW.tenant_id, NEW.lead_id, NEW.version) ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;

CREATE TRIGGER lead_duplicates_added AFTER INSERT ON lead REFERENCING NEW TABLE AS new_leads
  FOR EACH STATEMENT EXECUTE FUNCTION note_new_leads();
CREATE TRIGGER lead_duplicates_changed AFTER UPDATE ON lead FOR EACH ROW
  WHEN ((OLD.first_name, OLD.last_name, OLD.email, OLD.phone, OLD.company, OLD.address, OLD.custom_fields, OLD.deleted_at)
    IS DISTINCT FROM (NEW.first_name, NEW.last_name, NEW.email, NEW.phone, NEW.company, NEW.address, NEW.custom_fields, NEW.deleted_at))
  EXECUTE FUNCTION note_changed_lead();

-- The keys of a live lead: hashes of what the service's rules make of it, since only equality is asked for.
CREATE TABLE lead_duplicate_keys (
  tenant_id uuid NOT NULL,
  lead_id uuid NOT NULL,
  keys bigint[] NOT NULL,
  PRIMARY KEY (tenant_id, lead_id),
  CONSTRAINT lead_duplicate_keys_lead_fkey FOREIGN KEY (tenant_id, lead_id) REFERENCES lead (tenant_id, lead_id) ON DELETE CASCADE,
  CONSTRAINT lead_duplicate_keys_few CHECK (cardinality(keys) <= 64)
);
SELECT protect_tenant_table('lead_duplicate_keys');

-- The same, key by key. Integers are compared by leak-proof operators, so that conditions reach the index under row-level security.
CREATE TABLE duplicate_key (
  tenant_id uuid NOT NULL,
  key bigint NOT NULL,
  lead_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, key, lead_id)
);
SELECT protect_tenant_table('duplicate_key');

CREATE FUNCTION add_duplicate_keys() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO duplicate_key (tenant_id, key, lead_id)
  SELECT tenant_id, key, lead_id FROM new_keys, unnest(keys) AS key
  -- As the index lies, so that neighbours are written together.
  ORDER BY key
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;

CREATE FUNCTION change_duplicate_keys() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  after bigint[] := CASE WHEN TG_OP = 'UPDATE' THEN NEW.keys ELSE '{}' END;
BEGIN
  DELETE FROM duplicate_key
  WHERE tenant_id = OLD.tenant_id AND lead_id = OLD.lead_id AND key = ANY (ARRAY(SELECT unnest(OLD.keys) EXCEPT SELECT unnest(after)));
  INSERT INTO duplicate_key (tenant_id, key, lead_id)
  SELECT OLD.tenant_id, key, OLD.lead_id FROM (SELECT unnest(after) EXCEPT SELECT unnest(OLD.keys)) AS added (key)
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;

CREATE TRIGGER lead_duplicate_keys_added AFTER INSERT ON lead_duplicate_keys REFERENCING NEW TABLE AS new_keys
  FOR EACH STATEMENT EXECUTE FUNCTION add_duplicate_keys();
CREATE TRIGGER lead_duplicate_keys_changed AFTER UPDATE ON lead_duplicate_keys FOR EACH ROW
  WHEN (OLD.keys IS DISTINCT FROM NEW.keys) EXECUTE FUNCTION change_duplicate_keys();
CREATE TRIGGER lead_duplicate_keys_removed AFTER DELETE ON lead_duplicate_keys FOR EACH ROW EXECUTE FUNCTION change_duplicate_keys();

-- The cascade of the foreign key deletes as the owner, who sees no row unless a tenant is set. Whoever deletes a lead takes its keys before.
CREATE FUNCTION remove_duplicate_keys() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  DELETE FROM lead_duplicate_keys WHERE tenant_id = OLD.tenant_id AND lead_id = OLD.lead_id;
  RETURN OLD;
END
$$;
CREATE TRIGGER lead_duplicates_removed BEFORE DELETE ON lead FOR EACH ROW EXECUTE FUNCTION remove_duplicate_keys();

-- Custom fields that tell people apart, as the tenant says.
CREATE TABLE duplicate_fact (
  tenant_id uuid NOT NULL,
  field_id uuid NOT NULL,
  kind text NOT NULL,
  PRIMARY KEY (tenant_id, field_id),
  CONSTRAINT duplicate_fact_field_fkey FOREIGN KEY (tenant_id, field_id) REFERENCES custom_field (tenant_id, field_id) ON DELETE CASCADE,
  CONSTRAINT duplicate_fact_kind_known CHECK (kind IN ('date', 'identifier'))
);
SELECT protect_tenant_table('duplicate_fact');

-- How many leads had a value when a run last counted: hashes of field and value; those of fewer than three leads are left out.
CREATE TABLE duplicate_value (
  tenant_id uuid NOT NULL,
  value bigint NOT NULL,
  leads integer NOT NULL,
  PRIMARY KEY (tenant_id, value),
  CONSTRAINT duplicate_value_frequent CHECK (leads >= 3)
);
SELECT protect_tenant_table('duplicate_value');

-- Whose keys are behind is asked without a tenant. Only the owner, in whose name the function below runs, sees all.
CREATE POLICY duplicate_backlog_upkeep ON duplicate_backlog FOR SELECT TO lead_owner USING (true);

/* Tenants with leads whose keys are behind, `most` at most. */
CREATE FUNCTION tenants_with_duplicate_backlog(most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  WITH RECURSIVE found (tenant_id, place) AS (
    (SELECT b.tenant_id, 1 FROM duplicate_backlog AS b ORDER BY b.tenant_id LIMIT 1)
    UNION ALL
    SELECT next.tenant_id, place + 1
    FROM found, LATERAL (SELECT b.tenant_id FROM duplicate_backlog AS b WHERE b.tenant_id > found.tenant_id ORDER BY b.tenant_id LIMIT 1) AS next
    WHERE place < most
  )
  SELECT tenant_id FROM found;
$$;
REVOKE ALL ON FUNCTION tenants_with_duplicate_backlog(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_with_duplicate_backlog(integer) TO lead_service;
