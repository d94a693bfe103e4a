-- The rows that were there before the rules keep them too.
ALTER TABLE known_lead
  VALIDATE CONSTRAINT known_lead_merged_is_deleted,
  VALIDATE CONSTRAINT known_lead_merged_into_another;
