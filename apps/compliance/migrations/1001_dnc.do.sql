-- Addresses that may not be contacted. A live entry is one that was not withdrawn; its expiry is judged when it is asked.
CREATE TABLE dnc_entry (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL CONSTRAINT dnc_entry_kind_check CHECK (kind IN ('phone', 'email')),
  value text NOT NULL CONSTRAINT dnc_entry_value_check
    CHECK (CASE kind WHEN 'phone' THEN value ~ '^\+[1-9][0-9]{1,14}$' ELSE value = lower(value) AND value LIKE '_%@_%' END),
  channels text[] NOT NULL CONSTRAINT dnc_entry_channels_check
    CHECK (channels <@ ARRAY['email', 'sms', 'whatsapp', 'voice', 'social']),
  reason text NOT NULL,
  source text NOT NULL,
  version integer NOT NULL CONSTRAINT dnc_entry_version_check CHECK (version >= 1),
  added_at timestamptz NOT NULL,
  expires_at timestamptz CONSTRAINT dnc_entry_expiry_check CHECK (expires_at > added_at),
  removed_at timestamptz CONSTRAINT dnc_entry_removal_check CHECK (removed_at >= added_at),
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX dnc_entry_live_key ON dnc_entry (tenant_id, kind, value, channels) WHERE removed_at IS NULL;
SELECT protect_tenant_table('dnc_entry');

-- One row a tenant: the version that answers carry.
CREATE TABLE dnc_list (
  tenant_id uuid PRIMARY KEY,
  version bigint NOT NULL CONSTRAINT dnc_list_version_check CHECK (version >= 1),
  changed_at timestamptz NOT NULL
);
SELECT protect_tenant_table('dnc_list');
