-- Files of phone numbers that were uploaded. Only who brought which file when is kept of those that ended; their bytes go.
CREATE TABLE dnc_load (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  source text NOT NULL CONSTRAINT dnc_load_source_check CHECK (source ~ '^(us-national|us-[a-z]{2}|own-[a-z0-9]+(-[a-z0-9]+)*)$'),
  mode text NOT NULL CONSTRAINT dnc_load_mode_check CHECK (mode IN ('full', 'delta')),
  listed_at timestamptz NOT NULL,
  allow_shrink boolean NOT NULL,
  -- While it is being uploaded nobody sees it.
  state text NOT NULL CONSTRAINT dnc_load_state_check CHECK (state IN ('uploading', 'pending', 'completed', 'refused')),
  total_bytes bigint NOT NULL,
  done_bytes bigint NOT NULL CONSTRAINT dnc_load_done_check CHECK (done_bytes BETWEEN 0 AND total_bytes),
  attempts integer NOT NULL CONSTRAINT dnc_load_attempts_check CHECK (attempts >= 0),
  -- { "rows", "added", "removed", "unchanged", "refused", "problems": [{ "line", "code" }] }
  outcome jsonb CONSTRAINT dnc_load_outcome_check CHECK (jsonb_typeof(outcome) = 'object'),
  refusal text,
  version bigint CONSTRAINT dnc_load_version_check CHECK (version >= 1),
  size bigint CONSTRAINT dnc_load_size_check CHECK (size >= 0),
  created_at timestamptz NOT NULL,
  ended_at timestamptz CONSTRAINT dnc_load_ending_check CHECK (ended_at >= created_at),
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT dnc_load_ended_check CHECK ((state IN ('completed', 'refused')) = (ended_at IS NOT NULL)),
  CONSTRAINT dnc_load_refusal_check CHECK ((state = 'refused') = (refusal IS NOT NULL)),
  CONSTRAINT dnc_load_completed_check CHECK ((state = 'completed') = (version IS NOT NULL) AND (state = 'completed') = (size IS NOT NULL))
);
SELECT protect_tenant_table('dnc_load');

CREATE TABLE dnc_load_chunk (
  tenant_id uuid NOT NULL,
  load_id uuid NOT NULL,
  chunk_number integer NOT NULL CONSTRAINT dnc_load_chunk_number_check CHECK (chunk_number >= 0),
  bytes bytea NOT NULL,
  PRIMARY KEY (tenant_id, load_id, chunk_number),
  CONSTRAINT dnc_load_chunk_load_fkey FOREIGN KEY (tenant_id, load_id) REFERENCES dnc_load (tenant_id, id) ON DELETE CASCADE
);
SELECT protect_tenant_table('dnc_load_chunk');
-- Most files come packed, and each chunk is read once.
ALTER TABLE dnc_load_chunk ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- The job that loads them looks before it knows the tenant. Only the owner, in whose name the function below runs, sees these.
CREATE INDEX dnc_load_open_idx ON dnc_load (created_at) WHERE state IN ('uploading', 'pending');
CREATE POLICY load_queue ON dnc_load FOR SELECT TO CURRENT_USER USING (state IN ('uploading', 'pending'));

-- Tenants with files that wait, or whose upload began before `abandoned_before` and never ended; those that wait longest first.
CREATE FUNCTION tenants_with_dnc_loads(abandoned_before timestamptz, max_tenants integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
AS $$
  SELECT tenant_id FROM dnc_load
  WHERE state IN ('uploading', 'pending') AND (state = 'pending' OR created_at < abandoned_before)
  GROUP BY tenant_id ORDER BY min(created_at) LIMIT max_tenants;
$$;
