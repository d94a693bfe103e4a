-- The rows that were there before leads could be searched keep the rules of 1016, too.
ALTER TABLE lead
  VALIDATE CONSTRAINT lead_search_version_not_negative,
  VALIDATE CONSTRAINT lead_search_keys_few;

-- What was asked for, by whom; the file itself is made while it is downloaded.
CREATE TABLE export (
  tenant_id uuid NOT NULL,
  export_id uuid NOT NULL,
  format text NOT NULL,
  columns text[] NOT NULL,
  query jsonb NOT NULL,
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  request_id text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, export_id),
  CONSTRAINT export_format_known CHECK (format IN ('csv', 'xlsx')),
  CONSTRAINT export_has_columns CHECK (cardinality(columns) >= 1),
  CONSTRAINT export_query_object CHECK (jsonb_typeof(query) = 'object'),
  CONSTRAINT export_actor_known CHECK (actor_kind IN ('member', 'api-key', 'service'))
);
SELECT protect_tenant_table('export');
REVOKE UPDATE, DELETE ON export FROM lead_service;
CREATE INDEX export_created_idx ON export (created_at);

-- What is too old is found without a tenant. Only the owner, in whose name the function below runs, sees all.
CREATE POLICY export_upkeep ON export TO lead_owner USING (true);

/* Removes the exports that are older; returns how many. */
CREATE FUNCTION discard_exports(older_than interval) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  WITH discarded AS (DELETE FROM export WHERE created_at < clock_timestamp() - older_than RETURNING 1)
  SELECT count(*) FROM discarded;
$$;
REVOKE ALL ON FUNCTION discard_exports(interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION discard_exports(interval) TO lead_service;
