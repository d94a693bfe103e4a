-- The rows that were there before keep the rule too.
ALTER TABLE segment_audit VALIDATE CONSTRAINT segment_audit_action_known;
