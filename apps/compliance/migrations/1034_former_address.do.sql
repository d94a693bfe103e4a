-- Addresses that a lead had and lost: it was deleted, went into another one, or is reached elsewhere now. What its person withdrew holds for the
-- address as well, under whatever lead it comes again; a keyed hash, as those of suppressed_address, finds it then.
CREATE TABLE former_address (
  tenant_id uuid NOT NULL,
  address_hash bytea NOT NULL CONSTRAINT former_address_hash_check CHECK (octet_length(address_hash) = 32),
  lead_id uuid NOT NULL,
  kind text NOT NULL CONSTRAINT former_address_kind_check CHECK (kind IN ('phone', 'email')),
  -- When the lead was heard to have it no more.
  lost_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, address_hash, lead_id)
);
CREATE INDEX former_address_lead_idx ON former_address (tenant_id, lead_id);
SELECT protect_tenant_table('former_address');
