-- Where providers deliver; the endpoint that authenticated a request names the tenant.
CREATE TABLE webhook_endpoint (
  tenant_id   uuid        NOT NULL,
  endpoint_id uuid        NOT NULL,
  provider    text        NOT NULL CHECK (provider IN ('sendgrid')),
  name        text        NOT NULL,
  -- Base64 of the DER-encoded public key the provider signs with; not a secret.
  public_key  text        NOT NULL,
  created_at  timestamptz NOT NULL,
  disabled_at timestamptz,
  PRIMARY KEY (tenant_id, endpoint_id)
);
CREATE UNIQUE INDEX webhook_endpoint_id ON webhook_endpoint (endpoint_id);
SELECT protect_tenant_table('webhook_endpoint');

-- The one question that is asked before the tenant is known.
CREATE FUNCTION find_webhook_endpoint(wanted uuid)
  RETURNS TABLE (tenant_id uuid, endpoint_id uuid, provider text, public_key text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS
$$ SELECT e.tenant_id, e.endpoint_id, e.provider, e.public_key
     FROM webhook_endpoint e WHERE e.endpoint_id = wanted AND e.disabled_at IS NULL $$;
REVOKE ALL ON FUNCTION find_webhook_endpoint(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_webhook_endpoint(uuid) TO email_events_service;
-- The function runs as the owner, and forced row-level security binds the owner too.
CREATE POLICY find_webhook_endpoint ON webhook_endpoint FOR SELECT TO email_events_owner USING (true);

-- What a provider's event is known by; kept apart, since a key of the partitioned table would have to hold the month.
CREATE TABLE email_event_identity (
  tenant_id         uuid        NOT NULL,
  provider          text        NOT NULL,
  provider_event_id text        NOT NULL,
  event_id          uuid        NOT NULL,
  received_at       timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, provider, provider_event_id)
);
SELECT protect_tenant_table('email_event_identity');

-- Every event as it came, by month of receipt: late and early events alike fall into a month that exists.
CREATE TABLE email_event (
  tenant_id         uuid        NOT NULL,
  received_at       timestamptz NOT NULL,
  event_id          uuid        NOT NULL,
  endpoint_id       uuid        NOT NULL,
  provider          text        NOT NULL,
  provider_event_id text        NOT NULL,
  message_id        uuid,
  kind              text        NOT NULL,
  email             text,
  occurred_at       timestamptz NOT NULL,
  -- json, not jsonb: kept as received, \u0000 escapes included.
  payload           json        NOT NULL,
  PRIMARY KEY (tenant_id, received_at, event_id)
) PARTITION BY RANGE (received_at);
CREATE INDEX email_event_by_message ON email_event (tenant_id, message_id, received_at DESC);
SELECT protect_tenant_table('email_event');
SELECT ensure_month_partitions('email_event', 3);

-- One row per message and recipient: the fold of its events by rank, then time.
CREATE TABLE email_message (
  tenant_id           uuid        NOT NULL,
  message_id          uuid        NOT NULL,
  version             integer     NOT NULL CHECK (version > 0),
  provider            text        NOT NULL,
  provider_message_id text        NOT NULL,
  email               text        NOT NULL,
  state               text        NOT NULL,
  state_rank          smallint    NOT NULL,
  state_at            timestamptz NOT NULL,
  first_event_at      timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, message_id),
  UNIQUE (tenant_id, provider, provider_message_id, email)
);
CREATE INDEX email_message_by_email ON email_message (tenant_id, email, state_at DESC, message_id);
CREATE INDEX email_message_by_state_at ON email_message (tenant_id, state_at DESC, message_id);
SELECT protect_tenant_table('email_message');

-- Projection of crm.lead.v1: which lead an address belongs to.
CREATE TABLE known_lead (
  tenant_id uuid    NOT NULL,
  lead_id   uuid    NOT NULL,
  sequence  bigint  NOT NULL,
  email     text,
  deleted   boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, lead_id)
);
CREATE INDEX known_lead_by_email ON known_lead (tenant_id, email) WHERE email IS NOT NULL AND NOT deleted;
SELECT protect_tenant_table('known_lead');
