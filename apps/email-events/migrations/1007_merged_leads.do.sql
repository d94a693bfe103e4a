-- A merged lead keeps its address and points to the lead it went into, which has the mail of that address from then on.
-- Not validated here, so that nothing waits while old rows are read; 1008 does that.
ALTER TABLE known_lead
  ADD COLUMN merged_into uuid,
  ADD CONSTRAINT known_lead_merged_into_another CHECK (merged_into <> lead_id) NOT VALID;
CREATE INDEX known_lead_merged_into_idx ON known_lead (tenant_id, merged_into) WHERE merged_into IS NOT NULL;
