CREATE TABLE tenant (
  tenant_id  uuid        PRIMARY KEY,
  name       text        NOT NULL UNIQUE CHECK (name = btrim(name) AND char_length(name) BETWEEN 1 AND 200),
  region     text        NOT NULL CHECK (region ~ '^[a-z][a-z0-9-]{0,31}$'),
  created_at timestamptz NOT NULL,
  version    integer     NOT NULL DEFAULT 1 CHECK (version >= 1)
);
SELECT protect_tenant_table('tenant');

CREATE TABLE member (
  tenant_id uuid        NOT NULL REFERENCES tenant,
  id        uuid        NOT NULL,
  email     text        NOT NULL CHECK (email = lower(btrim(email)) AND char_length(email) BETWEEN 3 AND 320),
  role      text        NOT NULL CHECK (role IN ('admin', 'manager', 'agent', 'analyst')),
  added_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, email)
);
SELECT protect_tenant_table('member');

CREATE TABLE api_key (
  tenant_id    uuid        NOT NULL REFERENCES tenant,
  id           uuid        NOT NULL,
  name         text        NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  -- Enough of the key's text to recognise it, none of its secret.
  prefix       text        NOT NULL CHECK (char_length(prefix) BETWEEN 4 AND 40),
  -- SHA-256 of the key's text, which holds 256 random bits: nothing slower is needed.
  digest       bytea       NOT NULL UNIQUE CHECK (octet_length(digest) = 32),
  -- Either a role, followed as it changes, or scopes of its own.
  role         text        CHECK (role IN ('admin', 'manager', 'agent', 'analyst')),
  scopes       text[]      NOT NULL CHECK (cardinality(scopes) <= 100),
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz CHECK (expires_at > created_at),
  last_used_at timestamptz,
  revoked_at   timestamptz,
  version      integer     NOT NULL DEFAULT 1 CHECK (version >= 1),
  PRIMARY KEY (tenant_id, id),
  CHECK ((role IS NULL) = (cardinality(scopes) > 0))
);
SELECT protect_tenant_table('api_key');

-- Nothing of these is ever deleted: a key is revoked.
REVOKE DELETE, TRUNCATE ON tenant, member, api_key FROM gateway_service;
