-- Addresses of erased persons, as the vault hashes names: what providers still tell of them is counted, and says nothing of anybody.
CREATE TABLE erased_address (
  tenant_id    uuid        NOT NULL,
  address_hash bytea       NOT NULL CONSTRAINT erased_address_hash_check CHECK (octet_length(address_hash) = 32),
  erased_at    timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, address_hash)
);
CREATE INDEX erased_address_at_idx ON erased_address (tenant_id, erased_at);
SELECT protect_tenant_table('erased_address');
REVOKE DELETE, TRUNCATE ON erased_address FROM email_events_service;

-- Null: it spoke of somebody who was erased.
ALTER TABLE email_event ALTER COLUMN payload DROP NOT NULL;
