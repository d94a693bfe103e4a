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

-- Only the owner, in whose name the job that goes by age looks before it knows the tenant, sees all.
CREATE POLICY retention ON legal_hold FOR SELECT TO lead_owner USING (true);

-- What is merged with a lead on hold, by the name under which every slice asks for it.
CREATE VIEW known_lead WITH (security_invoker = true) AS SELECT tenant_id, lead_id, merged_into FROM lead;

-- Whose rows are old enough, and which leads an import or a sync had to do with.
CREATE INDEX import_age_idx ON import (tenant_id, created_at);
CREATE INDEX crm_sync_run_age_idx ON crm_sync_run (tenant_id, created_at);
CREATE INDEX document_age_idx ON document (tenant_id, created_at);
