-- Addresses of erased persons that may not be contacted: what blocked them stays, the address itself does not. A keyed hash finds it when
-- somebody brings the address again.
CREATE TABLE suppressed_address (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL CONSTRAINT suppressed_address_kind_check CHECK (kind IN ('phone', 'email')),
  address_hash bytea NOT NULL CONSTRAINT suppressed_address_hash_check CHECK (octet_length(address_hash) = 32),
  channels text[] NOT NULL CONSTRAINT suppressed_address_channels_check
    CHECK (channels <@ ARRAY['email', 'sms', 'whatsapp', 'voice', 'social']),
  added_at timestamptz NOT NULL,
  expires_at timestamptz CONSTRAINT suppressed_address_expiry_check CHECK (expires_at > added_at),
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT suppressed_address_key UNIQUE (tenant_id, address_hash, channels)
);
SELECT protect_tenant_table('suppressed_address');
