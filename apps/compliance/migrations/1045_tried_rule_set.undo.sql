ALTER TABLE policy_rehearsal DROP COLUMN rule_changes;
ALTER TABLE policy DROP CONSTRAINT policy_rule_set_draft_check, DROP COLUMN rule_set;
