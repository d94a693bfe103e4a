DROP TABLE lead_merge;
ALTER TABLE lead_status_history DROP CONSTRAINT lead_status_history_trigger_known;
ALTER TABLE lead_status_history
  ADD CONSTRAINT lead_status_history_trigger_known CHECK (trigger IN ('manual', 'import', 'automation')) NOT VALID;
ALTER TABLE lead_audit DROP CONSTRAINT lead_audit_action_known;
ALTER TABLE lead_audit
  ADD CONSTRAINT lead_audit_action_known CHECK (action IN ('created', 'updated', 'status-changed', 'deleted', 'restored')) NOT VALID;
ALTER TABLE lead DROP COLUMN merged_into;
