-- What a tenant demands of contacts, from the draft on. Decisions go by `contact_policy`, where each version that ever held stays as it was.
CREATE TABLE policy (
  tenant_id uuid NOT NULL,
  policy_id uuid NOT NULL,
  version integer NOT NULL CONSTRAINT policy_version_check CHECK (version >= 1),
  name text NOT NULL CONSTRAINT policy_name_check CHECK (name <> ''),
  status text NOT NULL CONSTRAINT policy_status_check CHECK (status IN ('draft', 'active', 'retired')),
  settings jsonb NOT NULL CONSTRAINT policy_settings_check CHECK (jsonb_typeof(settings) = 'object'),
  contact_policy_version integer CONSTRAINT policy_contact_policy_version_check CHECK (contact_policy_version >= 2),
  created_at timestamptz NOT NULL,
  created_by_kind text NOT NULL CONSTRAINT policy_creator_check CHECK (created_by_kind IN ('member', 'api-key', 'service')),
  created_by_id text NOT NULL,
  activated_at timestamptz,
  activated_by_kind text CONSTRAINT policy_activator_check CHECK (activated_by_kind IN ('member', 'api-key', 'service')),
  activated_by_id text,
  retired_at timestamptz,
  PRIMARY KEY (tenant_id, policy_id),
  CONSTRAINT policy_activation_check CHECK (
    (status <> 'draft') = (activated_at IS NOT NULL) AND (status <> 'draft') = (contact_policy_version IS NOT NULL)
    AND (status <> 'draft') = (activated_by_kind IS NOT NULL) AND (status <> 'draft') = (activated_by_id IS NOT NULL)),
  CONSTRAINT policy_retirement_check CHECK ((status = 'retired') = (retired_at IS NOT NULL))
);
SELECT protect_tenant_table('policy');
-- One is active at a time.
CREATE UNIQUE INDEX policy_active_key ON policy (tenant_id) WHERE status = 'active';

-- Null in versions from before.
ALTER TABLE contact_policy
  ADD COLUMN policy_id uuid,
  ADD CONSTRAINT contact_policy_policy_fkey FOREIGN KEY (tenant_id, policy_id) REFERENCES policy (tenant_id, policy_id);

-- Policies that are tried on decisions that were made. How far it is and what it found so far lies in its row: whoever goes on begins there.
CREATE TABLE policy_rehearsal (
  tenant_id uuid NOT NULL,
  rehearsal_id uuid NOT NULL,
  policy_id uuid NOT NULL,
  -- Of the policy as it is tried, for a draft may change meanwhile.
  policy_version integer NOT NULL CONSTRAINT policy_rehearsal_version_check CHECK (policy_version >= 1),
  settings jsonb NOT NULL CONSTRAINT policy_rehearsal_settings_check CHECK (jsonb_typeof(settings) = 'object'),
  rule_set_version text NOT NULL,
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL,
  status text NOT NULL CONSTRAINT policy_rehearsal_status_check CHECK (status IN ('running', 'completed', 'cancelled')),
  -- The last decision that was looked at, and when it was made.
  done_up_to uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
  done_until timestamptz,
  tally jsonb NOT NULL CONSTRAINT policy_rehearsal_tally_check CHECK (jsonb_typeof(tally) = 'object'),
  created_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (tenant_id, rehearsal_id),
  CONSTRAINT policy_rehearsal_policy_fkey FOREIGN KEY (tenant_id, policy_id) REFERENCES policy (tenant_id, policy_id),
  CONSTRAINT policy_rehearsal_range_check CHECK (from_at < to_at),
  CONSTRAINT policy_rehearsal_end_check CHECK ((status = 'running') = (ended_at IS NULL))
);
SELECT protect_tenant_table('policy_rehearsal');
CREATE UNIQUE INDEX policy_rehearsal_running_key ON policy_rehearsal (tenant_id, policy_id) WHERE status = 'running';
CREATE INDEX policy_rehearsal_policy_idx ON policy_rehearsal (tenant_id, policy_id, rehearsal_id DESC);

-- Decisions that would come out otherwise. The recount of caps reads them, too: what a draft denies does not count later.
CREATE TABLE policy_rehearsal_change (
  tenant_id uuid NOT NULL,
  rehearsal_id uuid NOT NULL,
  decision_id uuid NOT NULL,
  lead_id uuid NOT NULL,
  channel text NOT NULL CONSTRAINT policy_rehearsal_change_channel_check CHECK (channel IN ('email', 'sms', 'whatsapp', 'voice', 'social')),
  purpose text NOT NULL CONSTRAINT policy_rehearsal_change_purpose_check CHECK (purpose IN ('marketing', 'sales', 'service')),
  decided_at timestamptz NOT NULL,
  judged_at timestamptz NOT NULL,
  before_outcome text NOT NULL CONSTRAINT policy_rehearsal_change_before_check CHECK (before_outcome IN ('allow', 'deny', 'later')),
  after_outcome text NOT NULL CONSTRAINT policy_rehearsal_change_after_check CHECK (after_outcome IN ('allow', 'deny', 'later')),
  before_later_at timestamptz,
  after_later_at timestamptz,
  -- [{ "code", "rule" }]
  came jsonb NOT NULL CONSTRAINT policy_rehearsal_change_came_check CHECK (jsonb_typeof(came) = 'array'),
  went jsonb NOT NULL CONSTRAINT policy_rehearsal_change_went_check CHECK (jsonb_typeof(went) = 'array'),
  PRIMARY KEY (tenant_id, rehearsal_id, decision_id),
  CONSTRAINT policy_rehearsal_change_rehearsal_fkey FOREIGN KEY (tenant_id, rehearsal_id) REFERENCES policy_rehearsal (tenant_id, rehearsal_id),
  CONSTRAINT policy_rehearsal_change_later_check CHECK (
    (before_outcome = 'later') = (before_later_at IS NOT NULL) AND (after_outcome = 'later') = (after_later_at IS NOT NULL)),
  CONSTRAINT policy_rehearsal_change_differs CHECK (before_outcome <> after_outcome OR before_later_at IS DISTINCT FROM after_later_at)
);
SELECT protect_tenant_table('policy_rehearsal_change');
REVOKE UPDATE, DELETE, TRUNCATE ON policy_rehearsal_change FROM compliance_service;

-- The job that rehearses looks before it knows the tenant. Only the owner, in whose name the function below runs, sees these.
CREATE INDEX policy_rehearsal_queue_idx ON policy_rehearsal (created_at) WHERE status = 'running';
CREATE POLICY rehearsal_queue ON policy_rehearsal FOR SELECT TO CURRENT_USER USING (status = 'running');

-- Tenants with rehearsals that are not at their end; those that wait longest first.
CREATE FUNCTION tenants_with_policy_rehearsals(max_tenants integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
AS $$
  SELECT tenant_id FROM policy_rehearsal WHERE status = 'running' GROUP BY tenant_id ORDER BY min(created_at) LIMIT max_tenants;
$$;
