REVOKE UPDATE (changes, client_ip) ON lead_audit, task_audit, deal_audit FROM lead_service;
REVOKE DELETE ON note_audit, scoring_contribution, export FROM lead_service;
DROP FUNCTION discard_import_files(interval);
DROP POLICY import_file_upkeep ON import_row;
DROP POLICY import_file_upkeep ON import_chunk;
ALTER TABLE import DROP COLUMN discards_file, DROP COLUMN file_gone_at;
ALTER TABLE lead
  DROP CONSTRAINT lead_identified,
  DROP COLUMN erased_at,
  -- Erased leads stay as they are.
  ADD CONSTRAINT lead_identified CHECK (num_nonnulls(external_id, email, phone) > 0) NOT VALID;
