-- The rows that were there before the rule keep it too.
ALTER TABLE lead_lifecycle VALIDATE CONSTRAINT lead_lifecycle_merged_into_another;
