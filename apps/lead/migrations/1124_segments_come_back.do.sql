-- Deleted segments may be restored. Not validated here, so that nothing waits while old rows are read; 1125 does that.
ALTER TABLE segment_audit DROP CONSTRAINT segment_audit_action_known;
ALTER TABLE segment_audit
  ADD CONSTRAINT segment_audit_action_known CHECK (action IN ('created', 'updated', 'deleted', 'restored')) NOT VALID;
