-- Addresses of erased persons, as the vault hashes names: a file that was uploaded before makes none of them again.
CREATE TABLE erased_address (
  tenant_id    uuid        NOT NULL,
  address_hash bytea       NOT NULL CONSTRAINT erased_address_hash_check CHECK (octet_length(address_hash) = 32),
  erased_at    timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, address_hash)
);
CREATE INDEX erased_address_at_idx ON erased_address (tenant_id, erased_at);
SELECT protect_tenant_table('erased_address');
REVOKE DELETE, TRUNCATE ON erased_address FROM lead_service;

-- An upload that came in while somebody was erased may name that person: its draft is not kept for a month.
CREATE OR REPLACE FUNCTION discard_abandoned_uploads(older_than interval) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  WITH discarded AS (
    DELETE FROM import
    WHERE (status = 'uploading' AND created_at < clock_timestamp() - older_than)
       OR (status = 'draft' AND created_at < clock_timestamp() - CASE WHEN discards_file THEN interval '1 day' ELSE interval '30 days' END)
    RETURNING 1
  )
  SELECT count(*) FROM discarded;
$$;
