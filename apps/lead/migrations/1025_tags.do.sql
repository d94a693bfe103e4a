-- Words by which a tenant sorts what it has. A deleted tag stays, so that history can name it.
CREATE TABLE tag (
  tenant_id  uuid        NOT NULL,
  tag_id     uuid        NOT NULL,
  version    integer     NOT NULL,
  name       text        NOT NULL,
  -- How names compare: `VIP` and `vip` are one.
  name_fold  text        NOT NULL,
  -- `#rrggbb`, lower-case.
  colour     text        NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  deleted_at timestamptz,
  PRIMARY KEY (tenant_id, tag_id),
  CONSTRAINT tag_version_positive CHECK (version >= 1),
  CONSTRAINT tag_named CHECK (length(name) BETWEEN 1 AND 60 AND name_fold <> ''),
  -- Files list tags with it.
  CONSTRAINT tag_name_without_semicolon CHECK (strpos(name, ';') = 0),
  CONSTRAINT tag_colour_hex CHECK (colour ~ '^#[0-9a-f]{6}$'),
  CONSTRAINT tag_updated_after_creation CHECK (updated_at >= created_at - interval '5 minutes'),
  CONSTRAINT tag_deleted_after_creation CHECK (deleted_at >= created_at - interval '5 minutes')
);
CREATE UNIQUE INDEX tag_name_key ON tag (tenant_id, name_fold) WHERE deleted_at IS NULL;
SELECT protect_tenant_table('tag');

-- Not validated here, so that nothing waits while old rows are read; they have none.
ALTER TABLE lead
  ADD COLUMN tag_ids uuid[] NOT NULL DEFAULT '{}',
  ADD CONSTRAINT lead_tags_few CHECK (cardinality(tag_ids) <= 100) NOT VALID;

-- Tags of live leads, one row each: found, and counted, by index.
CREATE TABLE lead_tag (
  tenant_id uuid NOT NULL,
  tag_id    uuid NOT NULL,
  lead_id   uuid NOT NULL,
  PRIMARY KEY (tenant_id, tag_id, lead_id),
  CONSTRAINT lead_tag_tag_fkey FOREIGN KEY (tenant_id, tag_id) REFERENCES tag (tenant_id, tag_id)
);
SELECT protect_tenant_table('lead_tag');

-- The rows follow the leads, whoever writes those.
CREATE FUNCTION add_lead_tags() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO lead_tag (tenant_id, tag_id, lead_id)
  SELECT tenant_id, tag_id, lead_id FROM new_leads, unnest(tag_ids) AS tag_id WHERE deleted_at IS NULL
  ORDER BY tag_id
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;

CREATE FUNCTION change_lead_tags() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  before uuid[] := CASE WHEN OLD.deleted_at IS NULL THEN OLD.tag_ids ELSE '{}' END;
  after uuid[] := CASE WHEN TG_OP = 'UPDATE' AND NEW.deleted_at IS NULL THEN NEW.tag_ids ELSE '{}' END;
BEGIN
  DELETE FROM lead_tag
  WHERE tenant_id = OLD.tenant_id AND lead_id = OLD.lead_id AND tag_id = ANY (ARRAY(SELECT unnest(before) EXCEPT SELECT unnest(after)));
  INSERT INTO lead_tag (tenant_id, tag_id, lead_id)
  SELECT OLD.tenant_id, tag_id, OLD.lead_id FROM (SELECT unnest(after) EXCEPT SELECT unnest(before)) AS added (tag_id)
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;

CREATE TRIGGER lead_tags_added AFTER INSERT ON lead REFERENCING NEW TABLE AS new_leads
  FOR EACH STATEMENT EXECUTE FUNCTION add_lead_tags();
CREATE TRIGGER lead_tags_changed AFTER UPDATE ON lead FOR EACH ROW
  WHEN (OLD.tag_ids IS DISTINCT FROM NEW.tag_ids OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL))
  EXECUTE FUNCTION change_lead_tags();
CREATE TRIGGER lead_tags_removed AFTER DELETE ON lead FOR EACH ROW EXECUTE FUNCTION change_lead_tags();

-- What a deleted tag is still on is asked without a tenant. Only the owner, in whose name the function below runs, sees all.
CREATE POLICY tag_upkeep ON tag FOR SELECT TO lead_owner USING (true);
CREATE POLICY lead_tag_upkeep ON lead_tag FOR SELECT TO lead_owner USING (true);
CREATE INDEX tag_deleted_idx ON tag (tenant_id, tag_id) WHERE deleted_at IS NOT NULL;

/* Deleted tags that leads still have, `most` at most. */
CREATE FUNCTION deleted_tags_in_use(most integer) RETURNS TABLE (tenant_id uuid, tag_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT t.tenant_id, t.tag_id FROM tag t
  WHERE t.deleted_at IS NOT NULL
    AND EXISTS (SELECT FROM lead_tag l WHERE l.tenant_id = t.tenant_id AND l.tag_id = t.tag_id)
  LIMIT most;
$$;
REVOKE ALL ON FUNCTION deleted_tags_in_use(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION deleted_tags_in_use(integer) TO lead_service;
