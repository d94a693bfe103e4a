-- A merged lead counts as one with the lead it went into. Not validated here, so that nothing waits while old rows are read; 1005 does that.
ALTER TABLE lead_lifecycle
  ADD COLUMN merged_into uuid,
  ADD CONSTRAINT lead_lifecycle_merged_into_another CHECK (merged_into <> lead_id) NOT VALID;
CREATE INDEX lead_lifecycle_merged_into_idx ON lead_lifecycle (tenant_id, merged_into) WHERE merged_into IS NOT NULL;
