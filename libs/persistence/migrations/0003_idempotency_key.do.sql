-- Answers of requests that carried an Idempotency-Key, stored with their effect.
CREATE TABLE idempotency_key (
  tenant_id   uuid        NOT NULL,
  key         text        NOT NULL CHECK (char_length(key) BETWEEN 1 AND 255),
  -- SHA-256 (hex) over method, path and raw body of the request.
  fingerprint text        NOT NULL,
  -- json, not jsonb: a replay gives the same bytes, \u0000 escapes included. NULL: the write had no answer.
  answer      json,
  created_at  timestamptz NOT NULL DEFAULT now(),
  expires_at  timestamptz NOT NULL DEFAULT now() + interval '24 hours',
  PRIMARY KEY (tenant_id, key)
);
CREATE INDEX idempotency_key_expiry ON idempotency_key (expires_at);
SELECT protect_tenant_table('idempotency_key');

-- The owner may see and remove what is expired, of all tenants; see purge_expired.
CREATE POLICY purge_read ON idempotency_key FOR SELECT TO CURRENT_USER USING (expires_at <= now());
CREATE POLICY purge ON idempotency_key FOR DELETE TO CURRENT_USER USING (expires_at <= now());
