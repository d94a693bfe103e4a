-- The words by which a note or a document is found, as the service's rules make them, and which version of the rules made them: 0 = none did yet.
ALTER TABLE note
  ADD COLUMN search_version integer NOT NULL DEFAULT 0,
  ADD COLUMN search_keys text[] NOT NULL DEFAULT '{}',
  ADD CONSTRAINT note_search_version_not_negative CHECK (search_version >= 0) NOT VALID,
  ADD CONSTRAINT note_search_keys_bounded CHECK (cardinality(search_keys) <= 2000) NOT VALID;
CREATE INDEX note_unindexed_idx ON note (tenant_id, note_id) WHERE search_version < 1;
ALTER TABLE document
  ADD COLUMN search_version integer NOT NULL DEFAULT 0,
  ADD COLUMN search_keys text[] NOT NULL DEFAULT '{}',
  ADD CONSTRAINT document_search_version_not_negative CHECK (search_version >= 0) NOT VALID,
  ADD CONSTRAINT document_search_keys_bounded CHECK (cardinality(search_keys) <= 2000) NOT VALID;
CREATE INDEX document_unindexed_idx ON document (tenant_id, document_id) WHERE search_version < 1;

-- Words of notes and names of documents that are not deleted, one row each, under the lead that they were written about: whether that one
-- is there, or went into another one, is asked when somebody searches.
CREATE TABLE attachment_search_key (
  tenant_id uuid NOT NULL,
  key text COLLATE "C" NOT NULL,
  lead_id uuid NOT NULL,
  kind text NOT NULL,
  attachment_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, key, lead_id, kind, attachment_id),
  CONSTRAINT attachment_search_key_short CHECK (length(key) BETWEEN 1 AND 40),
  CONSTRAINT attachment_search_key_kind_known CHECK (kind IN ('note', 'document'))
);
SELECT protect_tenant_table('attachment_search_key');
-- Of the leads that attachments are found under, those that went into another one: few, so that the rest costs no look at its row.
CREATE INDEX lead_merged_idx ON lead (tenant_id, lead_id) INCLUDE (merged_into) WHERE merged_into IS NOT NULL;

/* The rows of one attachment, from the words that it was found by to those it is found by now. */
CREATE FUNCTION move_attachment_keys(of_tenant uuid, of_lead uuid, of_kind text, of_id uuid, before text[], after text[]) RETURNS void
LANGUAGE sql SET search_path FROM CURRENT AS $$
  DELETE FROM attachment_search_key
  WHERE tenant_id = of_tenant AND lead_id = of_lead AND kind = of_kind AND attachment_id = of_id
    AND key = ANY (ARRAY(SELECT unnest(before) EXCEPT SELECT unnest(after)));
  INSERT INTO attachment_search_key (tenant_id, key, lead_id, kind, attachment_id)
  SELECT of_tenant, key, of_lead, of_kind, of_id FROM (SELECT unnest(after) EXCEPT SELECT unnest(before)) AS added (key)
  -- As the index lies, so that neighbours are written together.
  ORDER BY key COLLATE "C"
  ON CONFLICT DO NOTHING;
$$;

-- Of a row that is new there is no OLD, of one that goes no NEW: their parts are null, and null has no words.
CREATE FUNCTION change_note_keys() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  before text[] := CASE WHEN OLD.deleted_at IS NULL THEN OLD.search_keys END;
  after text[] := CASE WHEN NEW.deleted_at IS NULL THEN NEW.search_keys END;
BEGIN
  PERFORM move_attachment_keys(
    coalesce(NEW.tenant_id, OLD.tenant_id), coalesce(NEW.lead_id, OLD.lead_id), 'note', coalesce(NEW.note_id, OLD.note_id), before, after);
  RETURN NULL;
END
$$;
CREATE TRIGGER note_search_added AFTER INSERT ON note FOR EACH ROW EXECUTE FUNCTION change_note_keys();
CREATE TRIGGER note_search_changed AFTER UPDATE ON note FOR EACH ROW
  WHEN (OLD.search_keys IS DISTINCT FROM NEW.search_keys OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL))
  EXECUTE FUNCTION change_note_keys();
CREATE TRIGGER note_search_removed AFTER DELETE ON note FOR EACH ROW EXECUTE FUNCTION change_note_keys();

-- A document is found once its bytes are stored.
CREATE FUNCTION change_document_keys() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  before text[] := CASE WHEN OLD.state = 'stored' AND OLD.deleted_at IS NULL THEN OLD.search_keys END;
  after text[] := CASE WHEN NEW.state = 'stored' AND NEW.deleted_at IS NULL THEN NEW.search_keys END;
BEGIN
  PERFORM move_attachment_keys(
    coalesce(NEW.tenant_id, OLD.tenant_id), coalesce(NEW.lead_id, OLD.lead_id), 'document', coalesce(NEW.document_id, OLD.document_id),
    before, after);
  RETURN NULL;
END
$$;
CREATE TRIGGER document_search_added AFTER INSERT ON document FOR EACH ROW WHEN (NEW.state = 'stored') EXECUTE FUNCTION change_document_keys();
CREATE TRIGGER document_search_changed AFTER UPDATE ON document FOR EACH ROW
  WHEN (OLD.search_keys IS DISTINCT FROM NEW.search_keys OR OLD.state <> NEW.state OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL))
  EXECUTE FUNCTION change_document_keys();
CREATE TRIGGER document_search_removed AFTER DELETE ON document FOR EACH ROW EXECUTE FUNCTION change_document_keys();

-- Whose attachments are not indexed is asked without a tenant. Only the owner, in whose name the function below runs, sees all; of documents
-- the sweep's policy shows it all as it is.
CREATE POLICY note_search_upkeep ON note FOR SELECT TO lead_owner USING (true);

/* Tenants with notes or documents that no rule has indexed yet, `most` at most. */
CREATE FUNCTION tenants_with_unindexed_attachments(most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT tenant_id FROM note WHERE search_version < 1
  UNION
  SELECT tenant_id FROM document WHERE search_version < 1
  LIMIT most;
$$;
REVOKE ALL ON FUNCTION tenants_with_unindexed_attachments(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_with_unindexed_attachments(integer) TO lead_service;
