CREATE INDEX deal_totals_idx ON deal (tenant_id, pipeline_id, stage_id, status, currency) INCLUDE (amount) WHERE deleted_at IS NULL;
DROP INDEX deal_shown_totals_idx;
DROP TRIGGER lead_hides_work ON lead;
DROP FUNCTION hide_work_of_lead();
CREATE FUNCTION hide_tasks_of_lead() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  is_gone boolean := (SELECT deleted_at IS NOT NULL FROM lead WHERE tenant_id = NEW.tenant_id AND lead_id = lead_survivor(NEW.tenant_id, NEW.lead_id));
BEGIN
  WITH RECURSIVE family AS (
    SELECT NEW.lead_id
    UNION
    SELECT l.lead_id FROM family JOIN lead l ON l.tenant_id = NEW.tenant_id AND l.merged_into = family.lead_id)
  UPDATE task SET hidden = is_gone FROM family
  WHERE task.tenant_id = NEW.tenant_id AND task.lead_id = family.lead_id AND task.hidden <> is_gone;
  RETURN NULL;
END
$$;
CREATE TRIGGER lead_hides_tasks AFTER UPDATE ON lead FOR EACH ROW
  WHEN ((OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL) OR OLD.merged_into IS DISTINCT FROM NEW.merged_into)
  EXECUTE FUNCTION hide_tasks_of_lead();
ALTER TABLE deal DROP COLUMN hidden;
