DROP POLICY rotation ON idempotency_key;
DROP POLICY rotation_read ON idempotency_key;
ALTER TABLE idempotency_key DROP CONSTRAINT idempotency_key_one_answer, DROP COLUMN sealed_answer;
