-- What is to be kept, whatever its retention says and whoever asks for its erasure: a lead's data, or a category of the tenant.
CREATE TABLE legal_hold (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  lead_id uuid,
  category text,
  matter text NOT NULL CONSTRAINT legal_hold_matter_check CHECK (matter <> ''),
  reason text NOT NULL CONSTRAINT legal_hold_reason_check CHECK (reason <> ''),
  holds_from timestamptz NOT NULL,
  holds_until timestamptz CONSTRAINT legal_hold_end_check CHECK (holds_until > holds_from),
  placed_at timestamptz NOT NULL,
  placed_by_kind text NOT NULL CONSTRAINT legal_hold_placer_check CHECK (placed_by_kind IN ('member', 'api-key', 'service')),
  placed_by_id text NOT NULL,
  released_at timestamptz CONSTRAINT legal_hold_release_check CHECK (released_at >= placed_at),
  released_by_kind text CONSTRAINT legal_hold_releaser_check CHECK (released_by_kind IN ('member', 'api-key', 'service')),
  released_by_id text,
  release_reason text CONSTRAINT legal_hold_release_reason_check CHECK (release_reason <> ''),
  version integer NOT NULL CONSTRAINT legal_hold_version_check CHECK (version >= 1),
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT legal_hold_subject_check CHECK (num_nonnulls(lead_id, category) = 1),
  CONSTRAINT legal_hold_release_whole CHECK (num_nulls(released_at, released_by_kind, released_by_id, release_reason) IN (0, 4))
);
CREATE INDEX legal_hold_lead_idx ON legal_hold (tenant_id, lead_id) WHERE lead_id IS NOT NULL;
SELECT protect_tenant_table('legal_hold');
-- A hold that was placed is released and nothing else.
REVOKE UPDATE, DELETE, TRUNCATE ON legal_hold FROM compliance_service;
GRANT UPDATE (released_at, released_by_kind, released_by_id, release_reason, version) ON legal_hold TO compliance_service;

-- Deletions of leads that found no hold in their way: a hold that is placed later says that they came first.
CREATE TABLE lead_deletion (
  tenant_id uuid NOT NULL,
  deletion_id uuid NOT NULL,
  lead_id uuid NOT NULL,
  begun_at timestamptz NOT NULL,
  ended_at timestamptz CONSTRAINT lead_deletion_end_check CHECK (ended_at >= begun_at),
  PRIMARY KEY (tenant_id, deletion_id, lead_id)
);
CREATE INDEX lead_deletion_open_idx ON lead_deletion (tenant_id, lead_id) WHERE ended_at IS NULL;
SELECT protect_tenant_table('lead_deletion');
