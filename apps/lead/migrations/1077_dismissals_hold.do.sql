-- The rows that were there before the rule keep it too.
ALTER TABLE duplicate_pair VALIDATE CONSTRAINT duplicate_pair_dismissals_not_negative;
