-- Deals are hidden with their lead and with what it went into, as tasks are. A hidden card keeps its place on the board. An erased person's deals stay as they
-- were, without anything of the person: figures count them.
ALTER TABLE deal ADD COLUMN hidden boolean NOT NULL DEFAULT false;

CREATE FUNCTION hide_work_of_lead() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  is_gone boolean := (SELECT deleted_at IS NOT NULL FROM lead WHERE tenant_id = NEW.tenant_id AND lead_id = lead_survivor(NEW.tenant_id, NEW.lead_id));
  family uuid[];
BEGIN
  WITH RECURSIVE way AS (
    SELECT NEW.lead_id
    UNION
    SELECT l.lead_id FROM way JOIN lead l ON l.tenant_id = NEW.tenant_id AND l.merged_into = way.lead_id)
  SELECT array_agg(lead_id) INTO family FROM way;
  UPDATE task SET hidden = is_gone WHERE tenant_id = NEW.tenant_id AND lead_id = ANY (family) AND hidden <> is_gone;
  IF NEW.erased_at IS NOT NULL THEN RETURN NULL; END IF;
  UPDATE deal SET hidden = is_gone WHERE tenant_id = NEW.tenant_id AND lead_id = ANY (family) AND hidden <> is_gone;
  RETURN NULL;
END
$$;
DROP TRIGGER lead_hides_tasks ON lead;
CREATE TRIGGER lead_hides_work AFTER UPDATE ON lead FOR EACH ROW
  WHEN ((OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL) OR OLD.merged_into IS DISTINCT FROM NEW.merged_into)
  EXECUTE FUNCTION hide_work_of_lead();
DROP FUNCTION hide_tasks_of_lead();

-- Without force the owner sees the rows of every tenant.
ALTER TABLE lead NO FORCE ROW LEVEL SECURITY;
ALTER TABLE deal NO FORCE ROW LEVEL SECURITY;
UPDATE deal SET hidden = true FROM lead l
WHERE l.tenant_id = deal.tenant_id AND l.lead_id = lead_survivor(deal.tenant_id, deal.lead_id) AND l.deleted_at IS NOT NULL AND l.erased_at IS NULL;
ALTER TABLE deal FORCE ROW LEVEL SECURITY;
ALTER TABLE lead FORCE ROW LEVEL SECURITY;

-- Counts and sums of a board are read from it alone.
CREATE INDEX deal_shown_totals_idx ON deal (tenant_id, pipeline_id, stage_id, status, currency) INCLUDE (amount) WHERE deleted_at IS NULL AND NOT hidden;
DROP INDEX deal_totals_idx;
