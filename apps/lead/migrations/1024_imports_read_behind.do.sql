-- Large files are read to their end by a worker, after the upload was answered. Not validated here, so that nothing waits while old rows are
-- read; 1027 does that.
ALTER TABLE import
  -- Whether its rows go in once the file was read; it is a draft otherwise.
  ADD COLUMN starts boolean NOT NULL DEFAULT true,
  DROP CONSTRAINT import_status_known,
  ADD CONSTRAINT import_status_known CHECK (status IN
    ('uploading', 'reading', 'draft', 'checking', 'pending', 'running', 'completed', 'failed', 'cancelled', 'reverting', 'reverted')) NOT VALID;

CREATE INDEX import_reading_idx ON import (created_at, import_id) WHERE status = 'reading';

/* Takes the next import whose file is to be read to its end for `lease`, tenants in turn. Apart from claim_import, so that processes of
   before, who know nothing of them, do not take them. */
CREATE FUNCTION claim_import_reading(lease interval) RETURNS TABLE (tenant_id uuid, import_id uuid, fence bigint, attempts integer)
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  UPDATE import AS taken
  SET served_at = clock_timestamp(), lease_expires_at = clock_timestamp() + lease, fence = taken.fence + 1, attempts = taken.attempts + 1
  FROM (
    SELECT waiting.tenant_id, waiting.import_id
    FROM import AS waiting
    WHERE waiting.status = 'reading' AND (waiting.lease_expires_at IS NULL OR waiting.lease_expires_at < clock_timestamp())
    ORDER BY
      (SELECT max(served.served_at) FROM import AS served WHERE served.tenant_id = waiting.tenant_id) NULLS FIRST,
      waiting.created_at, waiting.import_id
    FOR UPDATE SKIP LOCKED
    LIMIT 1
  ) AS next
  WHERE taken.tenant_id = next.tenant_id AND taken.import_id = next.import_id
  RETURNING taken.tenant_id, taken.import_id, taken.fence, taken.attempts;
$$;
REVOKE ALL ON FUNCTION claim_import_reading(interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION claim_import_reading(interval) TO lead_service;
