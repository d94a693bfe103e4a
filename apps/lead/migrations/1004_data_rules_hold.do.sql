-- The rows that were there before the rules keep them too.
ALTER TABLE lead
  VALIDATE CONSTRAINT lead_captured_not_in_future,
  VALIDATE CONSTRAINT lead_status_not_in_future,
  VALIDATE CONSTRAINT lead_updated_after_creation;
ALTER TABLE lead_status_history VALIDATE CONSTRAINT lead_status_history_not_in_future;
ALTER TABLE lead_audit
  VALIDATE CONSTRAINT lead_audit_version_positive,
  VALIDATE CONSTRAINT lead_audit_actor_known;
ALTER TABLE import
  VALIDATE CONSTRAINT import_total_not_negative,
  VALIDATE CONSTRAINT import_claims_not_negative,
  VALIDATE CONSTRAINT import_actor_known,
  VALIDATE CONSTRAINT import_started_after_creation,
  VALIDATE CONSTRAINT import_ended_after_start;
ALTER TABLE import_chunk VALIDATE CONSTRAINT import_chunk_number_not_negative;
ALTER TABLE import_row
  VALIDATE CONSTRAINT import_row_names_lead,
  VALIDATE CONSTRAINT import_row_lead_fkey;
