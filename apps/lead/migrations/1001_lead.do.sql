CREATE TABLE lead (
  tenant_id uuid NOT NULL,
  lead_id uuid NOT NULL,
  version integer NOT NULL DEFAULT 1,
  external_id text,
  first_name text,
  last_name text,
  email text,
  phone text,
  company text,
  time_zone text,
  source text NOT NULL DEFAULT 'unknown',
  source_metadata jsonb NOT NULL DEFAULT '{}',
  status text NOT NULL DEFAULT 'new',
  status_changed_at timestamptz NOT NULL,
  captured_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  deleted_at timestamptz,
  PRIMARY KEY (tenant_id, lead_id),
  CONSTRAINT lead_version_positive CHECK (version >= 1),
  CONSTRAINT lead_identified CHECK (num_nonnulls(external_id, email, phone) > 0),
  CONSTRAINT lead_email_normalised CHECK (email = lower(btrim(email)) AND position('@' IN email) > 1),
  CONSTRAINT lead_phone_e164 CHECK (phone ~ '^\+[1-9][0-9]{3,14}$'),
  CONSTRAINT lead_source_normalised CHECK (source = lower(source) AND source <> ''),
  CONSTRAINT lead_source_metadata_object CHECK (jsonb_typeof(source_metadata) = 'object'),
  CONSTRAINT lead_status_known CHECK (status IN ('new', 'contacted', 'engaged', 'qualified', 'nurturing', 'converted', 'lost')),
  CONSTRAINT lead_deleted_after_creation CHECK (deleted_at >= created_at)
);
SELECT protect_tenant_table('lead');

-- Uniqueness over live rows only: a deleted lead does not block its return.
CREATE UNIQUE INDEX lead_external_id_key ON lead (tenant_id, external_id) WHERE deleted_at IS NULL AND external_id IS NOT NULL;
CREATE UNIQUE INDEX lead_email_key ON lead (tenant_id, email) WHERE deleted_at IS NULL AND email IS NOT NULL;
CREATE UNIQUE INDEX lead_phone_key ON lead (tenant_id, phone) WHERE deleted_at IS NULL AND phone IS NOT NULL;

-- One index per order and filter of the list, each ending in the id that makes the keyset unique.
CREATE INDEX lead_created_idx ON lead (tenant_id, created_at DESC, lead_id DESC) WHERE deleted_at IS NULL;
CREATE INDEX lead_captured_idx ON lead (tenant_id, captured_at DESC, lead_id DESC) WHERE deleted_at IS NULL;
CREATE INDEX lead_status_idx ON lead (tenant_id, status, created_at DESC, lead_id DESC) WHERE deleted_at IS NULL;
CREATE INDEX lead_source_idx ON lead (tenant_id, source, created_at DESC, lead_id DESC) WHERE deleted_at IS NULL;

CREATE TABLE lead_status_history (
  tenant_id uuid NOT NULL,
  lead_id uuid NOT NULL,
  change_id uuid NOT NULL,
  from_status text NOT NULL,
  to_status text NOT NULL,
  changed_at timestamptz NOT NULL,
  seconds_in_stage bigint NOT NULL,
  trigger text NOT NULL,
  import_id uuid,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, lead_id, change_id),
  CONSTRAINT lead_status_history_lead_fkey FOREIGN KEY (tenant_id, lead_id) REFERENCES lead (tenant_id, lead_id) ON DELETE CASCADE,
  CONSTRAINT lead_status_history_moves CHECK (from_status <> to_status),
  CONSTRAINT lead_status_history_from_known CHECK (from_status IN ('new', 'contacted', 'engaged', 'qualified', 'nurturing', 'converted', 'lost')),
  CONSTRAINT lead_status_history_to_known CHECK (to_status IN ('new', 'contacted', 'engaged', 'qualified', 'nurturing', 'converted', 'lost')),
  CONSTRAINT lead_status_history_trigger_known CHECK (trigger IN ('manual', 'import', 'automation')),
  CONSTRAINT lead_status_history_import_named CHECK ((trigger = 'import') = (import_id IS NOT NULL))
);
SELECT protect_tenant_table('lead_status_history');

CREATE TABLE lead_audit (
  tenant_id uuid NOT NULL,
  lead_id uuid NOT NULL,
  audit_id uuid NOT NULL,
  action text NOT NULL,
  version integer NOT NULL,
  -- [{ "field", "before", "after" }]
  changes jsonb NOT NULL,
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  client_ip text,
  request_id text NOT NULL,
  import_id uuid,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, lead_id, audit_id),
  CONSTRAINT lead_audit_lead_fkey FOREIGN KEY (tenant_id, lead_id) REFERENCES lead (tenant_id, lead_id) ON DELETE CASCADE,
  CONSTRAINT lead_audit_action_known CHECK (action IN ('created', 'updated', 'status-changed', 'deleted')),
  CONSTRAINT lead_audit_changes_array CHECK (jsonb_typeof(changes) = 'array')
);
SELECT protect_tenant_table('lead_audit');
-- What happened is never rewritten.
REVOKE UPDATE, DELETE ON lead_status_history, lead_audit FROM lead_service;
