ALTER TABLE relationship_type DROP COLUMN type_id;
