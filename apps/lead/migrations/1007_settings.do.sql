-- One row a tenant, from its first change on; who has none works with the defaults.
CREATE TABLE settings (
  tenant_id uuid PRIMARY KEY,
  version integer NOT NULL,
  -- Only what differs from the defaults.
  stated jsonb NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT settings_version_counts_changes CHECK (version >= 2),
  CONSTRAINT settings_stated_object CHECK (jsonb_typeof(stated) = 'object')
);
SELECT protect_tenant_table('settings');

CREATE TABLE settings_audit (
  tenant_id uuid NOT NULL,
  -- After the change.
  version integer NOT NULL,
  -- [{ "field", "before", "after" }]
  changes jsonb NOT NULL,
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  request_id text NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, version),
  CONSTRAINT settings_audit_version_counts_changes CHECK (version >= 2),
  CONSTRAINT settings_audit_changes_array CHECK (jsonb_typeof(changes) = 'array'),
  CONSTRAINT settings_audit_actor_known CHECK (actor_kind IN ('member', 'api-key', 'service'))
);
SELECT protect_tenant_table('settings_audit');
-- What happened is never rewritten.
REVOKE UPDATE, DELETE ON settings_audit FROM lead_service;
