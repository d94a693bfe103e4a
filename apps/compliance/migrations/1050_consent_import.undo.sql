ALTER TABLE consent_entry DROP COLUMN import_id;
