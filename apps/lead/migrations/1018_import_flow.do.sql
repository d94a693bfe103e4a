-- Imports that are looked at, tried, started, cancelled and taken back. 1019 holds the rules against the rows that are there.
ALTER TABLE import
  -- Counts and rows are those of a dry run.
  ADD COLUMN is_dry boolean NOT NULL DEFAULT false,
  -- Row above which everything has been taken back; null until that is asked for.
  ADD COLUMN reversed_to integer,
  ADD COLUMN leads_reverted integer NOT NULL DEFAULT 0,
  ADD COLUMN leads_conflicted integer NOT NULL DEFAULT 0,
  DROP CONSTRAINT import_status_known,
  DROP CONSTRAINT import_ended,
  DROP CONSTRAINT import_failure_explained,
  ADD CONSTRAINT import_status_known CHECK (status IN
    ('uploading', 'draft', 'checking', 'pending', 'running', 'completed', 'failed', 'cancelled', 'reverting', 'reverted')) NOT VALID,
  ADD CONSTRAINT import_ended CHECK (
    (status IN ('completed', 'failed', 'cancelled', 'reverting', 'reverted')) = (completed_at IS NOT NULL)) NOT VALID,
  ADD CONSTRAINT import_failure_explained CHECK (status <> 'failed' OR error_code IS NOT NULL) NOT VALID,
  ADD CONSTRAINT import_reversal_counted CHECK (
    (status NOT IN ('reverting', 'reverted') OR reversed_to IS NOT NULL) AND least(reversed_to, leads_reverted, leads_conflicted) >= 0) NOT VALID,
  ADD CONSTRAINT import_dry_changes_nothing CHECK (NOT is_dry OR status IN ('draft', 'checking', 'failed', 'cancelled')) NOT VALID;

ALTER TABLE import_row
  ADD COLUMN line integer,
  ADD COLUMN heading text,
  ADD COLUMN value text,
  ADD COLUMN is_dry boolean NOT NULL DEFAULT false,
  DROP CONSTRAINT import_row_names_lead,
  ADD CONSTRAINT import_row_names_lead CHECK (is_dry OR outcome NOT IN ('created', 'updated') OR lead_id IS NOT NULL) NOT VALID,
  ADD CONSTRAINT import_row_line_positive CHECK (line >= 1) NOT VALID;

-- What a reversal did with each lead.
CREATE TABLE import_reversal (
  tenant_id uuid NOT NULL,
  import_id uuid NOT NULL,
  lead_id uuid NOT NULL,
  outcome text NOT NULL,
  -- [{ "field", "code" }]
  conflicts jsonb NOT NULL,
  PRIMARY KEY (tenant_id, import_id, lead_id),
  CONSTRAINT import_reversal_import_fkey FOREIGN KEY (tenant_id, import_id) REFERENCES import (tenant_id, import_id) ON DELETE CASCADE,
  CONSTRAINT import_reversal_lead_fkey FOREIGN KEY (tenant_id, lead_id) REFERENCES lead (tenant_id, lead_id),
  CONSTRAINT import_reversal_outcome_known CHECK (outcome IN ('deleted', 'restored', 'kept')),
  CONSTRAINT import_reversal_conflicts_array CHECK (jsonb_typeof(conflicts) = 'array'),
  CONSTRAINT import_reversal_kept_explained CHECK (outcome <> 'kept' OR jsonb_array_length(conflicts) > 0)
);
SELECT protect_tenant_table('import_reversal');

CREATE TABLE import_template (
  tenant_id uuid NOT NULL,
  template_id uuid NOT NULL,
  version integer NOT NULL DEFAULT 1,
  name text NOT NULL,
  -- The name as it is compared: lower case, NFC.
  name_fold text NOT NULL,
  options jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, template_id),
  CONSTRAINT import_template_version_positive CHECK (version >= 1),
  CONSTRAINT import_template_name_stated CHECK (length(name) BETWEEN 1 AND 100),
  CONSTRAINT import_template_options_object CHECK (jsonb_typeof(options) = 'object')
);
SELECT protect_tenant_table('import_template');
CREATE UNIQUE INDEX import_template_name_key ON import_template (tenant_id, name_fold);

DROP INDEX import_active_idx;
CREATE INDEX import_active_idx ON import (tenant_id, created_at)
  WHERE status IN ('uploading', 'draft', 'checking', 'pending', 'running', 'reverting');

/* Takes the next import that has work for `lease`: tenants in turn, by who was served longest ago, and first come first served within one. */
CREATE OR REPLACE FUNCTION claim_import(lease interval) RETURNS TABLE (tenant_id uuid, import_id uuid, fence bigint, attempts integer)
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  UPDATE import AS taken
  SET status = CASE taken.status WHEN 'pending' THEN 'running' ELSE taken.status END,
      started_at = coalesce(taken.started_at, now()), served_at = clock_timestamp(),
      lease_expires_at = clock_timestamp() + lease, fence = taken.fence + 1, attempts = taken.attempts + 1
  FROM (
    SELECT waiting.tenant_id, waiting.import_id
    FROM import AS waiting
    WHERE waiting.status IN ('checking', 'pending', 'running', 'reverting')
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
    WHERE status IN ('checking', 'pending', 'running', 'reverting') AND tenant_id <> served_tenant
      AND (lease_expires_at IS NULL OR lease_expires_at < clock_timestamp())
  );
$$;

/* Removes uploads that were cut off, and drafts that nobody has come back to for 30 days; returns how many. */
CREATE OR REPLACE FUNCTION discard_abandoned_uploads(older_than interval) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  WITH discarded AS (
    DELETE FROM import
    WHERE (status = 'uploading' AND created_at < clock_timestamp() - older_than)
       OR (status = 'draft' AND created_at < clock_timestamp() - interval '30 days')
    RETURNING 1
  )
  SELECT count(*) FROM discarded;
$$;
