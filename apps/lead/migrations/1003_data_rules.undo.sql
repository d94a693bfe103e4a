ALTER TABLE import_row DROP CONSTRAINT import_row_lead_fkey, DROP CONSTRAINT import_row_names_lead;
ALTER TABLE import_chunk DROP CONSTRAINT import_chunk_number_not_negative;
ALTER TABLE import
  DROP CONSTRAINT import_ended_after_start,
  DROP CONSTRAINT import_started_after_creation,
  DROP CONSTRAINT import_actor_known,
  DROP CONSTRAINT import_claims_not_negative,
  DROP CONSTRAINT import_total_not_negative;
ALTER TABLE lead_audit DROP CONSTRAINT lead_audit_actor_known, DROP CONSTRAINT lead_audit_version_positive;
ALTER TABLE lead_status_history DROP CONSTRAINT lead_status_history_not_in_future;
ALTER TABLE lead
  DROP CONSTRAINT lead_updated_after_creation,
  DROP CONSTRAINT lead_status_not_in_future,
  DROP CONSTRAINT lead_captured_not_in_future;
