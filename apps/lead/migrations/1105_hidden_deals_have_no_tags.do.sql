-- A deal that is hidden with its lead has no rows by tag, as a deleted one has none: a tag's deals are those that lists show, and a deleted tag is done with
-- once no deal that is there has it. What is shown again has its rows again.
CREATE OR REPLACE FUNCTION change_deal_tags() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  before uuid[] := CASE WHEN TG_OP <> 'INSERT' AND OLD.deleted_at IS NULL AND NOT OLD.hidden THEN OLD.tag_ids ELSE '{}' END;
  after uuid[] := CASE WHEN TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL AND NOT NEW.hidden THEN NEW.tag_ids ELSE '{}' END;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM deal_tag
    WHERE tenant_id = OLD.tenant_id AND deal_id = OLD.deal_id AND tag_id = ANY (ARRAY(SELECT unnest(before) EXCEPT SELECT unnest(after)));
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO deal_tag (tenant_id, tag_id, deal_id)
    SELECT NEW.tenant_id, tag_id, NEW.deal_id FROM (SELECT unnest(after) EXCEPT SELECT unnest(before)) AS added (tag_id)
    ORDER BY tag_id
    ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END
$$;
DROP TRIGGER deal_tags_changed ON deal;
CREATE TRIGGER deal_tags_changed AFTER UPDATE ON deal FOR EACH ROW
  WHEN (OLD.tag_ids IS DISTINCT FROM NEW.tag_ids OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL) OR OLD.hidden <> NEW.hidden)
  EXECUTE FUNCTION change_deal_tags();

-- Without force the owner sees the rows of every tenant.
ALTER TABLE deal NO FORCE ROW LEVEL SECURITY;
ALTER TABLE deal_tag NO FORCE ROW LEVEL SECURITY;
DELETE FROM deal_tag t USING deal d WHERE d.tenant_id = t.tenant_id AND d.deal_id = t.deal_id AND d.hidden;
ALTER TABLE deal FORCE ROW LEVEL SECURITY;
ALTER TABLE deal_tag FORCE ROW LEVEL SECURITY;
