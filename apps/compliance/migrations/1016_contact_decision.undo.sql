DROP TABLE contact_policy;
DROP TABLE decision_key;
-- Decisions for later stay as they are: the rule is not held against rows that are there.
ALTER TABLE decision
  DROP CONSTRAINT decision_signature_check,
  DROP CONSTRAINT decision_later_lies_ahead,
  DROP CONSTRAINT decision_later_check,
  DROP CONSTRAINT decision_judged_check,
  DROP CONSTRAINT decision_outcome_check,
  ADD CONSTRAINT decision_outcome_check CHECK (outcome IN ('allow', 'deny')) NOT VALID,
  DROP COLUMN signature,
  DROP COLUMN later_at,
  DROP COLUMN judged_at;
