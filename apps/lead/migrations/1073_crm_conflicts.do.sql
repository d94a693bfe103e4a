-- Of fields that both sides changed, both values: [{ "field", "ours", "theirs", "owner", "kept" }]. What they say of a person is found by its lead.
ALTER TABLE crm_sync_record ADD COLUMN conflicts jsonb NOT NULL DEFAULT '[]',
  ADD CONSTRAINT crm_sync_record_conflicts_array CHECK (jsonb_typeof(conflicts) = 'array'),
  ADD CONSTRAINT crm_sync_record_conflicts_of_lead CHECK (lead_id IS NOT NULL OR conflicts = '[]');
