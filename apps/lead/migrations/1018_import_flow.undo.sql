DELETE FROM import_row WHERE is_dry;
DELETE FROM import WHERE status IN ('draft', 'checking');
UPDATE import SET status = 'failed', error_code = coalesce(error_code, 'LEAD.IMPORT_STUCK') WHERE status IN ('cancelled', 'reverting', 'reverted');
CREATE OR REPLACE FUNCTION claim_import(lease interval) RETURNS TABLE (tenant_id uuid, import_id uuid, fence bigint, attempts integer)
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  UPDATE import AS taken
  SET status = 'running', started_at = coalesce(taken.started_at, now()), served_at = clock_timestamp(),
      lease_expires_at = clock_timestamp() + lease, fence = taken.fence + 1, attempts = taken.attempts + 1
  FROM (
    SELECT waiting.tenant_id, waiting.import_id
    FROM import AS waiting
    WHERE waiting.status IN ('pending', 'running')
      AND (waiting.lease_expires_at IS NULL OR waiting.lease_expires_at < clock_timestamp())
    ORDER BY
      (SELECT max(served.served_at) FROM import AS served WHERE served.tenant_id = waiting.tenant_id) NULLS FIRST,
      waiting.created_at, waiting.import_id
    FOR UPDATE SKIP LOCKED
    LIMIT 1
  ) AS next
  WHERE taken.tenant_id = next.tenant_id AND taken.import_id = next.import_id
  RETURNING taken.tenant_id, taken.import_id, taken.fence, taken.attempts;
$$;
CREATE OR REPLACE FUNCTION other_tenant_waits(served_tenant uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT EXISTS (
    SELECT FROM import
    WHERE status IN ('pending', 'running') AND tenant_id <> served_tenant
      AND (lease_expires_at IS NULL OR lease_expires_at < clock_timestamp())
  );
$$;
CREATE OR REPLACE FUNCTION discard_abandoned_uploads(older_than interval) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  WITH discarded AS (
    DELETE FROM import WHERE status = 'uploading' AND created_at < clock_timestamp() - older_than RETURNING 1
  )
  SELECT count(*) FROM discarded;
$$;
DROP INDEX import_active_idx;
CREATE INDEX import_active_idx ON import (tenant_id, created_at) WHERE status IN ('uploading', 'pending', 'running');
DROP TABLE import_template;
DROP TABLE import_reversal;
ALTER TABLE import_row
  DROP CONSTRAINT import_row_names_lead,
  DROP COLUMN line,
  DROP COLUMN heading,
  DROP COLUMN value,
  DROP COLUMN is_dry,
  ADD CONSTRAINT import_row_names_lead CHECK (outcome NOT IN ('created', 'updated') OR lead_id IS NOT NULL) NOT VALID;
ALTER TABLE import
  DROP CONSTRAINT import_status_known,
  DROP CONSTRAINT import_ended,
  DROP CONSTRAINT import_failure_explained,
  DROP CONSTRAINT import_reversal_counted,
  DROP CONSTRAINT import_dry_changes_nothing,
  DROP COLUMN is_dry,
  DROP COLUMN reversed_to,
  DROP COLUMN leads_reverted,
  DROP COLUMN leads_conflicted,
  ADD CONSTRAINT import_status_known CHECK (status IN ('uploading', 'pending', 'running', 'completed', 'failed')) NOT VALID,
  ADD CONSTRAINT import_ended CHECK ((status IN ('completed', 'failed')) = (completed_at IS NOT NULL)) NOT VALID,
  ADD CONSTRAINT import_failure_explained CHECK ((status = 'failed') = (error_code IS NOT NULL)) NOT VALID;
