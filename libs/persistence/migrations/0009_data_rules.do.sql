-- A position is never below zero. A small table: nobody waits while it is read.
ALTER TABLE consumer_progress
  ADD CONSTRAINT consumer_progress_not_negative CHECK (least(fencing_token, high_water, log_end) >= 0);
