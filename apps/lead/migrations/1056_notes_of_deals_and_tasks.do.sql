-- A note or a document may be one of a deal or of a task. `lead_id` is the lead that these are with, so that whatever follows the person finds
-- it: erasure, access, holds, search. Columns and rules come without reading old rows; 1057 validates.
CREATE UNIQUE INDEX deal_of_lead_key ON deal (tenant_id, deal_id, lead_id);
CREATE UNIQUE INDEX task_of_lead_key ON task (tenant_id, task_id, lead_id);

ALTER TABLE note
  ALTER COLUMN lead_id DROP EXPRESSION,
  ADD COLUMN deal_id uuid,
  ADD COLUMN task_id uuid,
  -- The deal or the task is deleted; whether the lead is, is asked when somebody reads.
  ADD COLUMN hidden boolean NOT NULL DEFAULT false,
  DROP CONSTRAINT note_entity_known,
  ADD CONSTRAINT note_entity_known CHECK (entity_kind IN ('lead', 'deal', 'task')) NOT VALID,
  ADD CONSTRAINT note_of_entity CHECK (lead_id IS NOT NULL
    AND (entity_kind <> 'lead' OR lead_id = entity_id)
    AND deal_id IS NOT DISTINCT FROM CASE WHEN entity_kind = 'deal' THEN entity_id END
    AND task_id IS NOT DISTINCT FROM CASE WHEN entity_kind = 'task' THEN entity_id END) NOT VALID,
  ADD CONSTRAINT note_deal_fkey FOREIGN KEY (tenant_id, deal_id, lead_id) REFERENCES deal (tenant_id, deal_id, lead_id) NOT VALID,
  ADD CONSTRAINT note_task_fkey FOREIGN KEY (tenant_id, task_id, lead_id) REFERENCES task (tenant_id, task_id, lead_id) NOT VALID;

ALTER TABLE document
  -- Grows with every deletion and restoration: the order of its events.
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD CONSTRAINT document_version_positive CHECK (version >= 1) NOT VALID,
  ALTER COLUMN lead_id DROP EXPRESSION,
  ADD COLUMN deal_id uuid,
  ADD COLUMN task_id uuid,
  ADD COLUMN hidden boolean NOT NULL DEFAULT false,
  DROP CONSTRAINT document_entity_known,
  ADD CONSTRAINT document_entity_known CHECK (entity_kind IN ('lead', 'deal', 'task')) NOT VALID,
  ADD CONSTRAINT document_of_entity CHECK (lead_id IS NOT NULL
    AND (entity_kind <> 'lead' OR lead_id = entity_id)
    AND deal_id IS NOT DISTINCT FROM CASE WHEN entity_kind = 'deal' THEN entity_id END
    AND task_id IS NOT DISTINCT FROM CASE WHEN entity_kind = 'task' THEN entity_id END) NOT VALID,
  ADD CONSTRAINT document_deal_fkey FOREIGN KEY (tenant_id, deal_id, lead_id) REFERENCES deal (tenant_id, deal_id, lead_id) NOT VALID,
  ADD CONSTRAINT document_task_fkey FOREIGN KEY (tenant_id, task_id, lead_id) REFERENCES task (tenant_id, task_id, lead_id) NOT VALID;

/* What follows from the entity, where it is not stated: processes of the release before state the entity only. */
CREATE FUNCTION follow_entity() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  NEW.lead_id := coalesce(NEW.lead_id, CASE WHEN NEW.entity_kind = 'lead' THEN NEW.entity_id END);
  NEW.deal_id := coalesce(NEW.deal_id, CASE WHEN NEW.entity_kind = 'deal' THEN NEW.entity_id END);
  NEW.task_id := coalesce(NEW.task_id, CASE WHEN NEW.entity_kind = 'task' THEN NEW.entity_id END);
  RETURN NEW;
END
$$;
CREATE TRIGGER note_follows_entity BEFORE INSERT ON note FOR EACH ROW EXECUTE FUNCTION follow_entity();
CREATE TRIGGER document_follows_entity BEFORE INSERT ON document FOR EACH ROW EXECUTE FUNCTION follow_entity();

-- Hidden ones have no words.
CREATE OR REPLACE FUNCTION change_note_keys() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  before text[] := CASE WHEN OLD.deleted_at IS NULL AND NOT OLD.hidden THEN OLD.search_keys END;
  after text[] := CASE WHEN NEW.deleted_at IS NULL AND NOT NEW.hidden THEN NEW.search_keys END;
BEGIN
  PERFORM move_attachment_keys(
    coalesce(NEW.tenant_id, OLD.tenant_id), coalesce(NEW.lead_id, OLD.lead_id), 'note', coalesce(NEW.note_id, OLD.note_id), before, after);
  RETURN NULL;
END
$$;
DROP TRIGGER note_search_changed ON note;
CREATE TRIGGER note_search_changed AFTER UPDATE ON note FOR EACH ROW
  WHEN (OLD.search_keys IS DISTINCT FROM NEW.search_keys OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL) OR OLD.hidden <> NEW.hidden)
  EXECUTE FUNCTION change_note_keys();

CREATE OR REPLACE FUNCTION change_document_keys() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  before text[] := CASE WHEN OLD.state = 'stored' AND OLD.deleted_at IS NULL AND NOT OLD.hidden THEN OLD.search_keys END;
  after text[] := CASE WHEN NEW.state = 'stored' AND NEW.deleted_at IS NULL AND NOT NEW.hidden THEN NEW.search_keys END;
BEGIN
  PERFORM move_attachment_keys(
    coalesce(NEW.tenant_id, OLD.tenant_id), coalesce(NEW.lead_id, OLD.lead_id), 'document', coalesce(NEW.document_id, OLD.document_id),
    before, after);
  RETURN NULL;
END
$$;
DROP TRIGGER document_search_changed ON document;
CREATE TRIGGER document_search_changed AFTER UPDATE ON document FOR EACH ROW
  WHEN (OLD.search_keys IS DISTINCT FROM NEW.search_keys OR OLD.state <> NEW.state OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL)
    OR OLD.hidden <> NEW.hidden)
  EXECUTE FUNCTION change_document_keys();

/* Notes and documents are hidden with their deal or task and come back with it, whoever writes that. The argument is the kind. Found by
   `note_entity_idx` and `document_entity_idx`: a deleted note is hidden anyhow, and does not come back while its entity is gone. */
CREATE FUNCTION hide_attachments() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  is_gone boolean := NEW.deleted_at IS NOT NULL;
  of_id uuid := CASE TG_ARGV[0] WHEN 'deal' THEN to_jsonb(NEW) ->> 'deal_id' ELSE to_jsonb(NEW) ->> 'task_id' END;
BEGIN
  UPDATE note SET hidden = is_gone
  WHERE tenant_id = NEW.tenant_id AND entity_kind = TG_ARGV[0] AND entity_id = of_id AND deleted_at IS NULL AND hidden <> is_gone;
  UPDATE document SET hidden = is_gone
  WHERE tenant_id = NEW.tenant_id AND entity_kind = TG_ARGV[0] AND entity_id = of_id AND state = 'stored' AND hidden <> is_gone;
  RETURN NULL;
END
$$;
CREATE TRIGGER deal_hides_attachments AFTER UPDATE ON deal FOR EACH ROW
  WHEN ((OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL)) EXECUTE FUNCTION hide_attachments('deal');
CREATE TRIGGER task_hides_attachments AFTER UPDATE ON task FOR EACH ROW
  WHEN ((OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL)) EXECUTE FUNCTION hide_attachments('task');
