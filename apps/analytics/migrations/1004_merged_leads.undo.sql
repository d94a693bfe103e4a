ALTER TABLE lead_lifecycle DROP COLUMN merged_into;
