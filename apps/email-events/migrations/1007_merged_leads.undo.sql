ALTER TABLE known_lead DROP COLUMN merged_into;
