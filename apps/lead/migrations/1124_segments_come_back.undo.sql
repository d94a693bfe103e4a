ALTER TABLE segment_audit DROP CONSTRAINT segment_audit_action_known;
ALTER TABLE segment_audit ADD CONSTRAINT segment_audit_action_known CHECK (action IN ('created', 'updated', 'deleted')) NOT VALID;
