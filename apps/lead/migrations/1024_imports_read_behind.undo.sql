DROP FUNCTION claim_import_reading(interval);
DROP INDEX import_reading_idx;
DELETE FROM import WHERE status = 'reading';
ALTER TABLE import
  DROP COLUMN starts,
  DROP CONSTRAINT import_status_known,
  ADD CONSTRAINT import_status_known CHECK (status IN
    ('uploading', 'draft', 'checking', 'pending', 'running', 'completed', 'failed', 'cancelled', 'reverting', 'reverted')) NOT VALID;
