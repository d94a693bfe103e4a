DROP INDEX lead_deleted_idx;
ALTER TABLE lead_audit DROP CONSTRAINT lead_audit_action_known;
ALTER TABLE lead_audit
  ADD CONSTRAINT lead_audit_action_known CHECK (action IN ('created', 'updated', 'status-changed', 'deleted')) NOT VALID;
ALTER TABLE lead
  DROP COLUMN job_title,
  DROP COLUMN address,
  DROP COLUMN property,
  DROP COLUMN budget,
  DROP COLUMN language,
  DROP COLUMN lifecycle_stage,
  DROP COLUMN owner_id;
