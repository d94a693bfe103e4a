-- Since when a list of numbers is being read; null of those that were read before this migration.
ALTER TABLE dnc_load ADD COLUMN started_at timestamptz;

-- Files of addresses and domains that are to become entries of the tenant's list. Only who brought how many when and why is kept of those that ended.
CREATE TABLE dnc_entry_load (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  -- What holds of every entry; evidence goes with the file, it stands with the entries.
  options jsonb NOT NULL CONSTRAINT dnc_entry_load_options_check CHECK (jsonb_typeof(options) = 'object'),
  state text NOT NULL CONSTRAINT dnc_entry_load_state_check CHECK (state IN ('pending', 'completed', 'refused')),
  content bytea,
  -- 0 until the file was opened.
  rows_total integer NOT NULL,
  rows_done integer NOT NULL CONSTRAINT dnc_entry_load_done_check CHECK (rows_done BETWEEN 0 AND rows_total),
  attempts integer NOT NULL CONSTRAINT dnc_entry_load_attempts_check CHECK (attempts >= 0),
  -- { "rows", "added", "changed", "unchanged", "refused", "problems": [{ "line", "code", "value" }] }, values masked
  outcome jsonb CONSTRAINT dnc_entry_load_outcome_check CHECK (jsonb_typeof(outcome) = 'object'),
  refusal text,
  created_at timestamptz NOT NULL,
  started_at timestamptz,
  ended_at timestamptz CONSTRAINT dnc_entry_load_ending_check CHECK (ended_at >= created_at),
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT dnc_entry_load_ended_check CHECK ((state = 'pending') = (ended_at IS NULL)),
  CONSTRAINT dnc_entry_load_content_check CHECK ((state = 'pending') = (content IS NOT NULL)),
  CONSTRAINT dnc_entry_load_refusal_check CHECK ((state = 'refused') = (refusal IS NOT NULL)),
  CONSTRAINT dnc_entry_load_evidence_check CHECK (state = 'pending' OR NOT options ? 'evidence')
);
SELECT protect_tenant_table('dnc_entry_load');

-- The job that loads them looks before it knows the tenant. Only the owner, in whose name the function below runs, sees these.
CREATE INDEX dnc_entry_load_open_idx ON dnc_entry_load (created_at) WHERE state = 'pending';
CREATE POLICY load_queue ON dnc_entry_load FOR SELECT TO CURRENT_USER USING (state = 'pending');

-- Tenants with files that wait; those that wait longest first.
CREATE FUNCTION tenants_with_dnc_entry_loads(max_tenants integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
AS $$
  SELECT tenant_id FROM dnc_entry_load WHERE state = 'pending' GROUP BY tenant_id ORDER BY min(created_at) LIMIT max_tenants;
$$;
