DROP TRIGGER deal_worked_on ON deal;
DROP FUNCTION keep_last_worked_at();
ALTER TABLE deal DROP COLUMN last_worked_at;
