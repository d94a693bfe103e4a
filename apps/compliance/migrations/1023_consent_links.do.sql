-- The rows that were there before the rules of 1022 keep them too.
ALTER TABLE consent_entry
  VALIDATE CONSTRAINT consent_entry_expiry_check,
  VALIDATE CONSTRAINT consent_entry_proof_check;

-- Consents that wait for their person to confirm them. Of the token only its SHA-256 is kept; what was asked is never changed.
CREATE TABLE consent_confirmation (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  lead_id uuid NOT NULL,
  channel text NOT NULL CONSTRAINT consent_confirmation_channel_check CHECK (channel IN ('email', 'sms', 'whatsapp', 'voice', 'social')),
  purpose text NOT NULL CONSTRAINT consent_confirmation_purpose_check CHECK (purpose IN ('marketing', 'sales', 'service')),
  sender text NOT NULL,
  wording text,
  text_version text,
  source text NOT NULL,
  form text,
  language text CONSTRAINT consent_confirmation_language_check CHECK (language IN ('de', 'en', 'es', 'fr')),
  consent_days integer CONSTRAINT consent_confirmation_days_check CHECK (consent_days > 0),
  token_digest bytea NOT NULL CONSTRAINT consent_confirmation_digest_check CHECK (length(token_digest) = 32),
  requested_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  confirmed_at timestamptz,
  entry_id uuid,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT consent_confirmation_token_key UNIQUE (tenant_id, token_digest),
  CONSTRAINT consent_confirmation_expiry_check CHECK (expires_at > requested_at),
  CONSTRAINT consent_confirmation_confirmed_check CHECK ((confirmed_at IS NULL) = (entry_id IS NULL)),
  CONSTRAINT consent_confirmation_entry_fkey FOREIGN KEY (tenant_id, entry_id) REFERENCES consent_entry (tenant_id, id)
);
SELECT protect_tenant_table('consent_confirmation');
REVOKE UPDATE, DELETE, TRUNCATE ON consent_confirmation FROM compliance_service;
GRANT UPDATE (confirmed_at, entry_id) ON consent_confirmation TO compliance_service;

-- Links that open a person's preference centre. Of the token only its SHA-256 is kept; a link can be revoked, and nothing else.
CREATE TABLE preference_link (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  lead_id uuid NOT NULL,
  sender text NOT NULL,
  language text CONSTRAINT preference_link_language_check CHECK (language IN ('de', 'en', 'es', 'fr')),
  token_digest bytea NOT NULL CONSTRAINT preference_link_digest_check CHECK (length(token_digest) = 32),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT preference_link_token_key UNIQUE (tenant_id, token_digest),
  CONSTRAINT preference_link_expiry_check CHECK (expires_at > created_at),
  CONSTRAINT preference_link_revocation_check CHECK (revoked_at >= created_at)
);
SELECT protect_tenant_table('preference_link');
REVOKE UPDATE, DELETE, TRUNCATE ON preference_link FROM compliance_service;
GRANT UPDATE (revoked_at) ON preference_link TO compliance_service;
