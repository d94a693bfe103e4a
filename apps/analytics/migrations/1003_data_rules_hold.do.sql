-- The rows that were there before the rules keep them too.
ALTER TABLE lead_lifecycle
  VALIDATE CONSTRAINT lead_lifecycle_sequence_positive,
  VALIDATE CONSTRAINT lead_lifecycle_stages_known;
