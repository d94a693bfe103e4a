DROP TABLE tag_audit;
DROP TABLE deal_audit;
CREATE OR REPLACE FUNCTION deleted_tags_in_use(most integer) RETURNS TABLE (tenant_id uuid, tag_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT t.tenant_id, t.tag_id FROM tag t
  WHERE t.deleted_at IS NOT NULL
    AND EXISTS (SELECT FROM lead_tag l WHERE l.tenant_id = t.tenant_id AND l.tag_id = t.tag_id)
  LIMIT most;
$$;
DROP TRIGGER deal_tags_removed ON deal;
DROP TRIGGER deal_tags_changed ON deal;
DROP TRIGGER deal_tags_added ON deal;
DROP FUNCTION change_deal_tags();
DROP TABLE deal_tag;
ALTER TABLE deal DROP COLUMN tag_ids;
