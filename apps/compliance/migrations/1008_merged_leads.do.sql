-- A merged lead is gone and points to the lead it went into. What was said under its id stays there, and is found through the pointer.
-- Not validated here, so that nothing waits while old rows are read; 1009 does that.
ALTER TABLE known_lead
  ADD COLUMN merged_into uuid,
  ADD CONSTRAINT known_lead_merged_is_deleted CHECK (merged_into IS NULL OR deleted_at IS NOT NULL) NOT VALID,
  ADD CONSTRAINT known_lead_merged_into_another CHECK (merged_into <> lead_id) NOT VALID;
CREATE INDEX known_lead_merged_into_idx ON known_lead (tenant_id, merged_into) WHERE merged_into IS NOT NULL;
