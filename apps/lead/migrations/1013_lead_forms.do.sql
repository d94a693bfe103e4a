-- Forms on pages of others. The key stands in those pages: it finds the form, and proves nothing.
CREATE TABLE lead_form (
  tenant_id       uuid        NOT NULL,
  form_id         uuid        NOT NULL,
  version         integer     NOT NULL,
  form_key        text        NOT NULL,
  name            text        NOT NULL,
  status          text        NOT NULL,
  -- [{ "name", "required" }]
  fields          jsonb       NOT NULL,
  -- As browsers send them; '*' for any.
  allowed_origins text[]      NOT NULL,
  wording_version integer     NOT NULL,
  source          text        NOT NULL,
  redirect_url    text,
  honeypot        text        NOT NULL,
  bots_caught     bigint      NOT NULL DEFAULT 0,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  deleted_at      timestamptz,
  PRIMARY KEY (tenant_id, form_id),
  CONSTRAINT lead_form_version_positive CHECK (version >= 1),
  CONSTRAINT lead_form_key_unguessable CHECK (form_key ~ '^[A-Za-z0-9_-]{22}$'),
  CONSTRAINT lead_form_status_known CHECK (status IN ('active', 'paused')),
  CONSTRAINT lead_form_fields_array CHECK (jsonb_typeof(fields) = 'array'),
  CONSTRAINT lead_form_wording_positive CHECK (wording_version >= 1),
  CONSTRAINT lead_form_bots_not_negative CHECK (bots_caught >= 0),
  CONSTRAINT lead_form_updated_after_creation CHECK (updated_at >= created_at - interval '5 minutes'),
  CONSTRAINT lead_form_deleted_after_creation CHECK (deleted_at >= created_at - interval '5 minutes')
);
CREATE UNIQUE INDEX lead_form_key_idx ON lead_form (form_key);
SELECT protect_tenant_table('lead_form');

-- The one question that is asked before the tenant is known.
CREATE FUNCTION find_lead_form(wanted text)
  RETURNS TABLE (tenant_id uuid, form_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS
$$ SELECT f.tenant_id, f.form_id FROM lead_form f WHERE f.form_key = wanted AND f.deleted_at IS NULL $$;
REVOKE ALL ON FUNCTION find_lead_form(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_lead_form(text) TO lead_service;
-- The function runs as the owner, and forced row-level security binds the owner too.
CREATE POLICY find_lead_form ON lead_form FOR SELECT TO lead_owner USING (true);

-- What visitors were asked to agree to, in every version that was ever shown.
CREATE TABLE lead_form_wording (
  tenant_id  uuid        NOT NULL,
  form_id    uuid        NOT NULL,
  version    integer     NOT NULL,
  -- [{ "key", "text", "purpose", "channels", "required" }]
  consents   jsonb       NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, form_id, version),
  CONSTRAINT lead_form_wording_form_fkey FOREIGN KEY (tenant_id, form_id) REFERENCES lead_form (tenant_id, form_id),
  CONSTRAINT lead_form_wording_version_positive CHECK (version >= 1),
  CONSTRAINT lead_form_wording_consents_array CHECK (jsonb_typeof(consents) = 'array')
);
SELECT protect_tenant_table('lead_form_wording');
-- A proof of consent is never rewritten.
REVOKE UPDATE, DELETE ON lead_form_wording FROM lead_service;

CREATE TABLE lead_form_submission (
  tenant_id       uuid        NOT NULL,
  submission_id   uuid        NOT NULL,
  form_id         uuid        NOT NULL,
  lead_id         uuid        NOT NULL,
  is_new_lead     boolean     NOT NULL,
  -- SHA-256 of what tells a repetition: the sender's id, else the content.
  digest          text        NOT NULL,
  -- Normalised fields as the visitor stated them, also those that the lead did not take over.
  stated          jsonb       NOT NULL,
  -- Keys of the consents that were given.
  consents        text[]      NOT NULL,
  wording_version integer     NOT NULL,
  client_ip       text,
  user_agent      text,
  submitted_at    timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, submission_id),
  CONSTRAINT lead_form_submission_wording_fkey FOREIGN KEY (tenant_id, form_id, wording_version)
    REFERENCES lead_form_wording (tenant_id, form_id, version),
  CONSTRAINT lead_form_submission_lead_fkey FOREIGN KEY (tenant_id, lead_id) REFERENCES lead (tenant_id, lead_id),
  CONSTRAINT lead_form_submission_digest_sha256 CHECK (digest ~ '^[0-9a-f]{64}$'),
  CONSTRAINT lead_form_submission_stated_object CHECK (jsonb_typeof(stated) = 'object')
);
CREATE INDEX lead_form_submission_digest_idx ON lead_form_submission (tenant_id, form_id, digest, submitted_at DESC);
CREATE INDEX lead_form_submission_list_idx ON lead_form_submission (tenant_id, form_id, submitted_at DESC, submission_id DESC);
CREATE INDEX lead_form_submission_lead_idx ON lead_form_submission (tenant_id, lead_id);
SELECT protect_tenant_table('lead_form_submission');
