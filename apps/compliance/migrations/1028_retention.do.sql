-- How long a tenant keeps what, each version as it was; who has none goes by the defaults.
CREATE TABLE retention_policy (
  tenant_id uuid NOT NULL,
  version integer NOT NULL CONSTRAINT retention_policy_version_check CHECK (version >= 2),
  -- [{ "category", "action", "afterDays" }]: what is not named goes by its default.
  rules jsonb NOT NULL CONSTRAINT retention_policy_rules_check CHECK (jsonb_typeof(rules) = 'array'),
  actor_kind text NOT NULL CONSTRAINT retention_policy_actor_check CHECK (actor_kind IN ('member', 'api-key', 'service')),
  actor_id text NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, version)
);
SELECT protect_tenant_table('retention_policy');
REVOKE UPDATE, DELETE, TRUNCATE ON retention_policy FROM compliance_service;

-- The job that goes by age looks before it knows the tenant. Only the owner, in whose name that is done, sees all.
CREATE POLICY retention ON decision FOR SELECT TO compliance_owner USING (true);
CREATE POLICY retention ON opt_out_review FOR SELECT TO compliance_owner USING (true);
CREATE POLICY retention ON legal_hold FOR SELECT TO compliance_owner USING (true);

-- A decision is never changed, and none goes that is younger than any tenant may say.
GRANT DELETE ON decision TO compliance_service;
CREATE POLICY decision_is_kept ON decision AS RESTRICTIVE FOR DELETE TO compliance_service USING (decided_at < now() - interval '366 days');

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
