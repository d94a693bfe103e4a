CREATE TABLE import (
  tenant_id uuid NOT NULL,
  import_id uuid NOT NULL,
  status text NOT NULL DEFAULT 'uploading',
  file_name text,
  size_bytes bigint NOT NULL DEFAULT 0,
  -- How to read and apply the file, as resolved when it was accepted.
  plan jsonb NOT NULL DEFAULT '{}',
  rows_total integer NOT NULL DEFAULT 0,
  rows_done integer NOT NULL DEFAULT 0,
  rows_created integer NOT NULL DEFAULT 0,
  rows_updated integer NOT NULL DEFAULT 0,
  rows_skipped integer NOT NULL DEFAULT 0,
  rows_failed integer NOT NULL DEFAULT 0,
  error_code text,
  error_message text,
  -- Who uploaded it, in which request and trace: the changes that its rows cause are theirs.
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  client_ip text,
  request_id text NOT NULL,
  traceparent text,
  created_at timestamptz NOT NULL,
  started_at timestamptz,
  completed_at timestamptz,
  -- The worker that holds the import until the lease expires; every claim raises the fence.
  lease_expires_at timestamptz,
  served_at timestamptz,
  fence bigint NOT NULL DEFAULT 0,
  -- Claims since rows last went in.
  attempts integer NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, import_id),
  CONSTRAINT import_status_known CHECK (status IN ('uploading', 'pending', 'running', 'completed', 'failed')),
  CONSTRAINT import_size_not_negative CHECK (size_bytes >= 0),
  CONSTRAINT import_counts_not_negative CHECK (least(rows_created, rows_updated, rows_skipped, rows_failed) >= 0),
  CONSTRAINT import_counts_reconcile CHECK (rows_done = rows_created + rows_updated + rows_skipped + rows_failed),
  CONSTRAINT import_within_total CHECK (rows_done <= rows_total),
  CONSTRAINT import_complete CHECK (status <> 'completed' OR rows_done = rows_total),
  CONSTRAINT import_ended CHECK ((status IN ('completed', 'failed')) = (completed_at IS NOT NULL)),
  CONSTRAINT import_failure_explained CHECK ((status = 'failed') = (error_code IS NOT NULL))
);
SELECT protect_tenant_table('import');
CREATE INDEX import_active_idx ON import (tenant_id, created_at) WHERE status IN ('uploading', 'pending', 'running');
CREATE INDEX import_served_idx ON import (tenant_id, served_at DESC) WHERE served_at IS NOT NULL;

CREATE TABLE import_chunk (
  tenant_id uuid NOT NULL,
  import_id uuid NOT NULL,
  chunk_number integer NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (tenant_id, import_id, chunk_number),
  CONSTRAINT import_chunk_import_fkey FOREIGN KEY (tenant_id, import_id) REFERENCES import (tenant_id, import_id) ON DELETE CASCADE
);
SELECT protect_tenant_table('import_chunk');
-- Compressing costs more than it saves: a chunk is read once or twice.
ALTER TABLE import_chunk ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE TABLE import_row (
  tenant_id uuid NOT NULL,
  import_id uuid NOT NULL,
  row_number integer NOT NULL,
  outcome text NOT NULL,
  code text,
  path text,
  message text,
  lead_id uuid,
  PRIMARY KEY (tenant_id, import_id, row_number),
  CONSTRAINT import_row_import_fkey FOREIGN KEY (tenant_id, import_id) REFERENCES import (tenant_id, import_id) ON DELETE CASCADE,
  CONSTRAINT import_row_number_positive CHECK (row_number >= 1),
  CONSTRAINT import_row_outcome_known CHECK (outcome IN ('created', 'updated', 'skipped', 'failed')),
  CONSTRAINT import_row_explained CHECK (outcome IN ('created', 'updated') OR code IS NOT NULL)
);
SELECT protect_tenant_table('import_row');
-- Nearly every row is created and is found by its number; those that were not are asked for by outcome.
CREATE INDEX import_row_outcome_idx ON import_row (tenant_id, import_id, outcome, row_number) WHERE outcome <> 'created';

-- A worker looks for work before it knows the tenant. Only the owner, in whose name the functions below run, sees all.
CREATE POLICY import_scheduling ON import TO lead_owner USING (true) WITH CHECK (true);

/* Takes the next import for `lease`: tenants in turn, by who was served longest ago, and first come first served within one. */
CREATE FUNCTION claim_import(lease interval) RETURNS TABLE (tenant_id uuid, import_id uuid, fence bigint, attempts integer)
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

/* Whether an import of another tenant waits for a worker. */
CREATE FUNCTION other_tenant_waits(served_tenant uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT EXISTS (
    SELECT FROM import
    WHERE status IN ('pending', 'running') AND tenant_id <> served_tenant
      AND (lease_expires_at IS NULL OR lease_expires_at < clock_timestamp())
  );
$$;

/* Removes uploads that were cut off; returns how many. */
CREATE FUNCTION discard_abandoned_uploads(older_than interval) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  WITH discarded AS (
    DELETE FROM import WHERE status = 'uploading' AND created_at < clock_timestamp() - older_than RETURNING 1
  )
  SELECT count(*) FROM discarded;
$$;

REVOKE ALL ON FUNCTION claim_import(interval), other_tenant_waits(uuid), discard_abandoned_uploads(interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION claim_import(interval), other_tenant_waits(uuid), discard_abandoned_uploads(interval) TO lead_service;
