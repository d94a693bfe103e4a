DROP TABLE subject_export_location;
ALTER TABLE subject_export DROP COLUMN step;
