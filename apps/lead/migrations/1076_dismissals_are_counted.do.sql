-- How often a pair was dismissed, by which its dismissals are told in their order. Those of before were told to nobody. Not validated here, so that nothing
-- waits while old rows are read; 1077 does that.
ALTER TABLE duplicate_pair
  ADD COLUMN dismissals integer NOT NULL DEFAULT 0,
  ADD CONSTRAINT duplicate_pair_dismissals_not_negative CHECK (dismissals >= 0) NOT VALID;
