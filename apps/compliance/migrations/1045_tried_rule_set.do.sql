-- A draft may name the rule set that rehearsals judge it by, with rules left out and others added. Nothing is decided by it.
ALTER TABLE policy
  ADD COLUMN rule_set jsonb CONSTRAINT policy_rule_set_check CHECK (jsonb_typeof(rule_set) = 'object'),
  ADD CONSTRAINT policy_rule_set_draft_check CHECK (rule_set IS NULL OR status = 'draft');

-- As the draft had it when the rehearsal began; nothing was changed in those from before.
ALTER TABLE policy_rehearsal
  ADD COLUMN rule_changes jsonb NOT NULL DEFAULT '{"without": [], "rules": []}'
    CONSTRAINT policy_rehearsal_rule_changes_check CHECK (jsonb_typeof(rule_changes) = 'object');
