CREATE OR REPLACE FUNCTION change_deal_tags() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  before uuid[] := CASE WHEN TG_OP <> 'INSERT' AND OLD.deleted_at IS NULL THEN OLD.tag_ids ELSE '{}' END;
  after uuid[] := CASE WHEN TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL THEN NEW.tag_ids ELSE '{}' END;
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
  WHEN (OLD.tag_ids IS DISTINCT FROM NEW.tag_ids OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL))
  EXECUTE FUNCTION change_deal_tags();

ALTER TABLE deal NO FORCE ROW LEVEL SECURITY;
ALTER TABLE deal_tag NO FORCE ROW LEVEL SECURITY;
INSERT INTO deal_tag (tenant_id, tag_id, deal_id)
SELECT tenant_id, tag_id, deal_id FROM deal, unnest(tag_ids) AS tag_id WHERE hidden AND deleted_at IS NULL
ON CONFLICT DO NOTHING;
ALTER TABLE deal FORCE ROW LEVEL SECURITY;
ALTER TABLE deal_tag FORCE ROW LEVEL SECURITY;
