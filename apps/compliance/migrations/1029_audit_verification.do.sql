-- Checks of a chain that go on in the background. How far one is and what it rests on lies in its row: whoever goes on begins there.
CREATE TABLE audit_verification (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  status text NOT NULL CONSTRAINT audit_verification_status_check CHECK (status IN ('running', 'completed')),
  asked_from bigint CONSTRAINT audit_verification_asked_from_check CHECK (asked_from >= 1),
  asked_to bigint CONSTRAINT audit_verification_asked_to_check CHECK (asked_to >= 1),
  -- What somebody kept: the entry that must be in that place.
  kept_sequence bigint CONSTRAINT audit_verification_kept_place_check CHECK (kept_sequence >= 1),
  kept_hash bytea CONSTRAINT audit_verification_kept_hash_check CHECK (octet_length(kept_hash) = 32),
  -- The first entry that was checked, the last one that holds with its hash, and the last that is to be checked; null before the check has begun.
  first_sequence bigint CONSTRAINT audit_verification_first_check CHECK (first_sequence >= 1),
  last_sequence bigint,
  last_hash bytea CONSTRAINT audit_verification_last_hash_check CHECK (octet_length(last_hash) = 32),
  goal bigint,
  finding_sequence bigint CONSTRAINT audit_verification_finding_place_check CHECK (finding_sequence >= 1),
  finding_problem text CONSTRAINT audit_verification_problem_check
    CHECK (finding_problem IN ('missing', 'altered', 'reordered', 'inserted', 'rewritten', 'contradicted', 'forged')),
  finding_belongs_at bigint,
  created_at timestamptz NOT NULL,
  started_at timestamptz,
  ended_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT audit_verification_kept_whole CHECK (num_nulls(kept_sequence, kept_hash) IN (0, 2)),
  CONSTRAINT audit_verification_begun_whole CHECK (num_nulls(first_sequence, last_sequence, last_hash, goal, started_at) IN (0, 5)),
  CONSTRAINT audit_verification_stretch_check CHECK (last_sequence >= first_sequence - 1),
  CONSTRAINT audit_verification_belongs_check
    CHECK (finding_belongs_at IS NULL OR (finding_belongs_at >= 1 AND finding_problem IS NOT DISTINCT FROM 'reordered')),
  CONSTRAINT audit_verification_finding_whole CHECK (num_nulls(finding_sequence, finding_problem) IN (0, 2)),
  CONSTRAINT audit_verification_end_check CHECK ((status = 'running') = (ended_at IS NULL)),
  CONSTRAINT audit_verification_outcome_check CHECK (status = 'completed' OR finding_problem IS NULL)
);
SELECT protect_tenant_table('audit_verification');
REVOKE DELETE, TRUNCATE ON audit_verification FROM compliance_service;
CREATE UNIQUE INDEX audit_verification_running_key ON audit_verification (tenant_id) WHERE status = 'running';

-- The job that checks looks before it knows the tenant. Only the owner, in whose name the function below runs, sees these.
CREATE INDEX audit_verification_queue_idx ON audit_verification (created_at) WHERE status = 'running';
CREATE POLICY verification_queue ON audit_verification FOR SELECT TO CURRENT_USER USING (status = 'running');

-- Tenants with checks that are not at their end; those that wait longest first.
CREATE FUNCTION tenants_with_audit_verifications(max_tenants integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
AS $$
  SELECT tenant_id FROM audit_verification WHERE status = 'running' ORDER BY created_at, tenant_id LIMIT max_tenants;
$$;
