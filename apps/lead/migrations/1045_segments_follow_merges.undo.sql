ALTER TABLE segment_member DROP COLUMN is_inherited;
