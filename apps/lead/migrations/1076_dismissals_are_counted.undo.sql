ALTER TABLE duplicate_pair DROP COLUMN dismissals;
