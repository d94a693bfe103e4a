-- What compliance told of legal holds: a released one stays, so that no older news can place it again.
CREATE TABLE legal_hold (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  lead_id uuid,
  category text,
  holds_from timestamptz NOT NULL,
  holds_until timestamptz CONSTRAINT legal_hold_end_check CHECK (holds_until > holds_from),
  released_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT legal_hold_subject_check CHECK (num_nonnulls(lead_id, category) = 1)
);
SELECT protect_tenant_table('legal_hold');

-- How long each tenant keeps what; who has no row goes by the defaults.
CREATE TABLE retention_policy (
  tenant_id uuid PRIMARY KEY,
  version integer NOT NULL CONSTRAINT retention_policy_version_check CHECK (version >= 2),
  rules jsonb NOT NULL CONSTRAINT retention_policy_rules_check CHECK (jsonb_typeof(rules) = 'array')
);
SELECT protect_tenant_table('retention_policy');

-- The job that goes by age looks before it knows the tenant. Only the owner, in whose name that is done, sees all.
CREATE POLICY retention ON email_event FOR SELECT TO email_events_owner USING (true);
CREATE POLICY retention ON legal_hold FOR SELECT TO email_events_owner USING (true);

-- Addresses that leads had while a hold was on them: what was sent there stays, whatever becomes of the address.
CREATE TABLE held_address (
  tenant_id uuid NOT NULL,
  lead_id uuid NOT NULL,
  email text NOT NULL,
  PRIMARY KEY (tenant_id, lead_id, email)
);
SELECT protect_tenant_table('held_address');

-- What was archived. A row is there before its file, and completed with the removal of the rows that are in it: a file without a completed row is
-- what a process left that died, and is taken back.
CREATE TABLE retention_archive (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  category text NOT NULL,
  rows integer NOT NULL CONSTRAINT retention_archive_rows_check CHECK (rows >= 1),
  first_at timestamptz NOT NULL,
  -- `YYYY-MM`, of rows that stay until their month goes as a whole.
  month text CONSTRAINT retention_archive_month_check CHECK (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  last_at timestamptz NOT NULL CONSTRAINT retention_archive_span_check CHECK (last_at >= first_at),
  bytes integer CONSTRAINT retention_archive_bytes_check CHECK (bytes >= 1),
  -- Of the file, hex.
  sha256 text CONSTRAINT retention_archive_sha256_check CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  begun_at timestamptz NOT NULL,
  completed_at timestamptz CONSTRAINT retention_archive_completion_check CHECK (completed_at >= begun_at),
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT retention_archive_completed_whole CHECK (num_nulls(bytes, sha256, completed_at) IN (0, 3))
);
CREATE INDEX retention_archive_unfinished_idx ON retention_archive (tenant_id, category) WHERE completed_at IS NULL;
SELECT protect_tenant_table('retention_archive');
