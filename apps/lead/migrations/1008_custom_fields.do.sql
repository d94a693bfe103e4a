-- Not validated here, so that nothing waits while old rows are read; 1009 does that.
ALTER TABLE lead
  -- Values of custom fields by field id.
  ADD COLUMN custom_fields jsonb NOT NULL DEFAULT '{}',
  ADD CONSTRAINT lead_custom_fields_object CHECK (jsonb_typeof(custom_fields) = 'object') NOT VALID;

CREATE TABLE custom_field (
  tenant_id uuid NOT NULL,
  field_id uuid NOT NULL,
  version integer NOT NULL DEFAULT 1,
  entity text NOT NULL,
  type text NOT NULL,
  key text NOT NULL,
  -- How keys compare: `budget-tier` and `budgetTier` are one.
  key_fold text NOT NULL,
  label text NOT NULL,
  options jsonb NOT NULL,
  default_value jsonb,
  required boolean NOT NULL,
  is_unique boolean NOT NULL,
  indexed boolean NOT NULL,
  archived boolean NOT NULL,
  position integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, field_id),
  CONSTRAINT custom_field_version_positive CHECK (version >= 1),
  CONSTRAINT custom_field_entity_known CHECK (entity IN ('lead')),
  CONSTRAINT custom_field_type_known CHECK (type IN ('text', 'long-text', 'number', 'money', 'date', 'date-time', 'boolean',
    'single-choice', 'multiple-choice', 'url', 'email', 'phone', 'lead-reference')),
  CONSTRAINT custom_field_key_plain CHECK (key ~ '^[a-z][a-zA-Z0-9]*(-[a-zA-Z0-9]+)*$' AND length(key) <= 64),
  CONSTRAINT custom_field_key_folded CHECK (key_fold = lower(replace(key, '-', ''))),
  CONSTRAINT custom_field_position_not_negative CHECK (position >= 0),
  CONSTRAINT custom_field_options_object CHECK (jsonb_typeof(options) = 'object'),
  CONSTRAINT custom_field_unique_scalar CHECK (NOT is_unique OR type NOT IN ('long-text', 'boolean', 'single-choice', 'multiple-choice')),
  CONSTRAINT custom_field_indexed_short CHECK (NOT indexed OR type <> 'long-text')
);
SELECT protect_tenant_table('custom_field');
CREATE UNIQUE INDEX custom_field_key_key ON custom_field (tenant_id, entity, key_fold);

-- Outlives its field, so it does not refer to it.
CREATE TABLE custom_field_audit (
  tenant_id uuid NOT NULL,
  field_id uuid NOT NULL,
  -- After the change; of a removal one more than the last.
  version integer NOT NULL,
  action text NOT NULL,
  -- [{ "field", "before", "after" }]
  changes jsonb NOT NULL,
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  request_id text NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, field_id, version),
  CONSTRAINT custom_field_audit_version_positive CHECK (version >= 1),
  CONSTRAINT custom_field_audit_action_known CHECK (action IN ('created', 'updated', 'removed')),
  CONSTRAINT custom_field_audit_changes_array CHECK (jsonb_typeof(changes) = 'array'),
  CONSTRAINT custom_field_audit_actor_known CHECK (actor_kind IN ('member', 'api-key', 'service'))
);
SELECT protect_tenant_table('custom_field_audit');
-- What happened is never rewritten.
REVOKE UPDATE, DELETE ON custom_field_audit FROM lead_service;

CREATE TABLE lead_custom_value (
  tenant_id uuid NOT NULL,
  field_id uuid NOT NULL,
  sort_key text COLLATE "C" NOT NULL,
  lead_id uuid NOT NULL,
  is_unique boolean NOT NULL,
  -- False while the lead is deleted: it then neither blocks nor is found.
  live boolean NOT NULL DEFAULT true,
  PRIMARY KEY (tenant_id, field_id, sort_key, lead_id),
  CONSTRAINT lead_custom_value_field_fkey FOREIGN KEY (tenant_id, field_id) REFERENCES custom_field (tenant_id, field_id),
  CONSTRAINT lead_custom_value_lead_fkey FOREIGN KEY (tenant_id, lead_id) REFERENCES lead (tenant_id, lead_id) ON DELETE CASCADE,
  CONSTRAINT lead_custom_value_key_short CHECK (octet_length(sort_key) <= 2600)
);
SELECT protect_tenant_table('lead_custom_value');
CREATE UNIQUE INDEX lead_custom_value_unique_key ON lead_custom_value (tenant_id, field_id, sort_key) WHERE is_unique AND live;
CREATE INDEX lead_custom_value_lead_idx ON lead_custom_value (tenant_id, lead_id);
