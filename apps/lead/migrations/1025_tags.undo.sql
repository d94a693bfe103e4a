DROP FUNCTION deleted_tags_in_use(integer);
DROP TRIGGER lead_tags_removed ON lead;
DROP TRIGGER lead_tags_changed ON lead;
DROP TRIGGER lead_tags_added ON lead;
DROP FUNCTION change_lead_tags();
DROP FUNCTION add_lead_tags();
DROP TABLE lead_tag;
ALTER TABLE lead DROP COLUMN tag_ids;
DROP TABLE tag;
