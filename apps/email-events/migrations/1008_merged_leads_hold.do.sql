-- The rows that were there before the rule keep it too.
ALTER TABLE known_lead VALIDATE CONSTRAINT known_lead_merged_into_another;
