-- Answers hold whole leads and members: they are sealed in the application. `answer` is what older releases wrote; within a day
-- it is empty for ever.
ALTER TABLE idempotency_key
  ADD COLUMN sealed_answer bytea,
  ADD CONSTRAINT idempotency_key_one_answer CHECK (num_nonnulls(answer, sealed_answer) <= 1);

-- The owner seals anew when the installation's key is rotated.
CREATE POLICY rotation_read ON idempotency_key FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY rotation ON idempotency_key FOR UPDATE TO CURRENT_USER USING (true) WITH CHECK (true);
