-- The rows that were there before merges keep their rules too.
ALTER TABLE lead
  VALIDATE CONSTRAINT lead_merged_is_deleted,
  VALIDATE CONSTRAINT lead_merged_into_another,
  VALIDATE CONSTRAINT lead_merged_into_fkey;
ALTER TABLE lead_audit VALIDATE CONSTRAINT lead_audit_action_known;
ALTER TABLE lead_status_history VALIDATE CONSTRAINT lead_status_history_trigger_known;
