ALTER TABLE trained_model DROP COLUMN version;
