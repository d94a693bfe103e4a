DROP TRIGGER task_hides_attachments ON task;
DROP TRIGGER deal_hides_attachments ON deal;
DROP FUNCTION hide_attachments();

-- Notes of deals and tasks go, of every tenant; of their documents the sweep takes the bytes, and then the rows.
ALTER TABLE attachment_search_key NO FORCE ROW LEVEL SECURITY;
ALTER TABLE note_audit NO FORCE ROW LEVEL SECURITY;
ALTER TABLE note NO FORCE ROW LEVEL SECURITY;
ALTER TABLE document NO FORCE ROW LEVEL SECURITY;
DELETE FROM note_audit a USING note n WHERE n.tenant_id = a.tenant_id AND n.note_id = a.note_id AND n.entity_kind <> 'lead';
DELETE FROM note WHERE entity_kind <> 'lead';
UPDATE document SET state = 'discarded', deleted_at = NULL WHERE entity_kind <> 'lead';
ALTER TABLE note_audit FORCE ROW LEVEL SECURITY;
ALTER TABLE note FORCE ROW LEVEL SECURITY;
ALTER TABLE document FORCE ROW LEVEL SECURITY;
ALTER TABLE attachment_search_key FORCE ROW LEVEL SECURITY;

DROP TRIGGER document_search_changed ON document;
CREATE OR REPLACE FUNCTION change_document_keys() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
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
CREATE TRIGGER document_search_changed AFTER UPDATE ON document FOR EACH ROW
  WHEN (OLD.search_keys IS DISTINCT FROM NEW.search_keys OR OLD.state <> NEW.state OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL))
  EXECUTE FUNCTION change_document_keys();

DROP TRIGGER note_search_changed ON note;
CREATE OR REPLACE FUNCTION change_note_keys() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  before text[] := CASE WHEN OLD.deleted_at IS NULL THEN OLD.search_keys END;
  after text[] := CASE WHEN NEW.deleted_at IS NULL THEN NEW.search_keys END;
BEGIN
  PERFORM move_attachment_keys(
    coalesce(NEW.tenant_id, OLD.tenant_id), coalesce(NEW.lead_id, OLD.lead_id), 'note', coalesce(NEW.note_id, OLD.note_id), before, after);
  RETURN NULL;
END
$$;
CREATE TRIGGER note_search_changed AFTER UPDATE ON note FOR EACH ROW
  WHEN (OLD.search_keys IS DISTINCT FROM NEW.search_keys OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL))
  EXECUTE FUNCTION change_note_keys();

DROP TRIGGER document_follows_entity ON document;
DROP TRIGGER note_follows_entity ON note;
DROP FUNCTION follow_entity();
-- With the columns go the rules and the index that speak of them.
ALTER TABLE document
  DROP CONSTRAINT document_entity_known,
  DROP COLUMN version,
  DROP COLUMN hidden,
  DROP COLUMN task_id,
  DROP COLUMN deal_id,
  DROP COLUMN lead_id,
  ADD COLUMN lead_id uuid GENERATED ALWAYS AS (CASE WHEN entity_kind = 'lead' THEN entity_id END) STORED,
  ADD CONSTRAINT document_lead_fkey FOREIGN KEY (tenant_id, lead_id) REFERENCES lead (tenant_id, lead_id),
  -- What the sweep is to take stays until it does.
  ADD CONSTRAINT document_entity_known CHECK (entity_kind IN ('lead')) NOT VALID;
CREATE INDEX document_lead_idx ON document (tenant_id, lead_id);
ALTER TABLE note
  DROP CONSTRAINT note_entity_known,
  DROP COLUMN hidden,
  DROP COLUMN task_id,
  DROP COLUMN deal_id,
  DROP COLUMN lead_id,
  ADD COLUMN lead_id uuid GENERATED ALWAYS AS (CASE WHEN entity_kind = 'lead' THEN entity_id END) STORED,
  ADD CONSTRAINT note_lead_fkey FOREIGN KEY (tenant_id, lead_id) REFERENCES lead (tenant_id, lead_id),
  ADD CONSTRAINT note_entity_known CHECK (entity_kind IN ('lead'));
CREATE INDEX note_lead_idx ON note (tenant_id, lead_id);
DROP INDEX task_of_lead_key;
DROP INDEX deal_of_lead_key;
