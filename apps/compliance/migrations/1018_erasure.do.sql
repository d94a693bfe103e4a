-- Erasures of persons, how far each is, and what proves it.
CREATE TABLE erasure (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  -- The lead that was named; erasure_lead has all that are the same person.
  lead_id uuid NOT NULL,
  reason text NOT NULL CONSTRAINT erasure_reason_check
    CHECK (reason IN ('not_needed', 'consent_withdrawn', 'objection', 'unlawful', 'legal_obligation', 'child', 'request')),
  step text NOT NULL CONSTRAINT erasure_step_check
    CHECK (step IN ('locating', 'forgetting', 'erasing', 'settling', 'sweeping', 'certified')),
  -- How often the services were asked for names; new leads of the person make it one more.
  round integer NOT NULL CONSTRAINT erasure_round_check CHECK (round >= 1),
  version integer NOT NULL CONSTRAINT erasure_version_check CHECK (version >= 1),
  requested_at timestamptz NOT NULL,
  actor_kind text NOT NULL CONSTRAINT erasure_actor_check CHECK (actor_kind IN ('member', 'api-key', 'service')),
  actor_id text NOT NULL,
  -- The present step brought to light a lead or an address that nobody had named.
  has_news boolean NOT NULL,
  step_began_at timestamptz NOT NULL CONSTRAINT erasure_step_began_check CHECK (step_began_at >= requested_at),
  -- The instant that is waited for, where no answers are.
  due_at timestamptz,
  escalated_at timestamptz,
  keys_destroyed_at timestamptz,
  certified_at timestamptz,
  certificate jsonb CONSTRAINT erasure_certificate_check CHECK (jsonb_typeof(certificate) = 'object'),
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT erasure_due_check CHECK ((step IN ('forgetting', 'settling')) = (due_at IS NOT NULL)),
  CONSTRAINT erasure_keys_check CHECK ((step = 'locating') = (keys_destroyed_at IS NULL)),
  CONSTRAINT erasure_certified_check
    CHECK ((step = 'certified') = (certified_at IS NOT NULL) AND (step = 'certified') = (certificate IS NOT NULL)),
  CONSTRAINT erasure_escalation_check CHECK (escalated_at IS NULL OR step <> 'certified')
);
CREATE INDEX erasure_open_idx ON erasure (step_began_at) WHERE step <> 'certified';
SELECT protect_tenant_table('erasure');
REVOKE DELETE, TRUNCATE ON erasure FROM compliance_service;

-- A lead is erased once.
CREATE TABLE erasure_lead (
  tenant_id uuid NOT NULL,
  lead_id uuid NOT NULL,
  erasure_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, lead_id),
  CONSTRAINT erasure_lead_erasure_fkey FOREIGN KEY (tenant_id, erasure_id) REFERENCES erasure (tenant_id, id)
);
CREATE INDEX erasure_lead_erasure_idx ON erasure_lead (tenant_id, erasure_id);
SELECT protect_tenant_table('erasure_lead');

-- Addresses of the person, for as long as the services must be told them.
CREATE TABLE erasure_address (
  tenant_id uuid NOT NULL,
  erasure_id uuid NOT NULL,
  address text NOT NULL CONSTRAINT erasure_address_check CHECK (address ~ '^(email|phone):.'),
  PRIMARY KEY (tenant_id, erasure_id, address),
  CONSTRAINT erasure_address_erasure_fkey FOREIGN KEY (tenant_id, erasure_id) REFERENCES erasure (tenant_id, id)
);
SELECT protect_tenant_table('erasure_address');

-- What the services answered. `stores` is the receipt of a service that erased.
CREATE TABLE erasure_answer (
  tenant_id uuid NOT NULL,
  erasure_id uuid NOT NULL,
  service text NOT NULL,
  step text NOT NULL CONSTRAINT erasure_answer_step_check CHECK (step IN ('references', 'erase')),
  round integer NOT NULL CONSTRAINT erasure_answer_round_check CHECK (round >= 1),
  answered_at timestamptz NOT NULL,
  stores jsonb CONSTRAINT erasure_answer_stores_check CHECK (jsonb_typeof(stores) = 'array'),
  PRIMARY KEY (tenant_id, erasure_id, service, step, round),
  CONSTRAINT erasure_answer_receipt_check CHECK ((step = 'erase') = (stores IS NOT NULL)),
  CONSTRAINT erasure_answer_erasure_fkey FOREIGN KEY (tenant_id, erasure_id) REFERENCES erasure (tenant_id, id)
);
SELECT protect_tenant_table('erasure_answer');

-- Keyed hashes, as the vault has them, of the names whose keys were destroyed: a vault that was restored has them back, and loses them again by these.
CREATE TABLE destroyed_reference (
  tenant_id uuid NOT NULL,
  erasure_id uuid NOT NULL,
  person_hash bytea NOT NULL CONSTRAINT destroyed_reference_hash_check CHECK (octet_length(person_hash) = 32),
  destroyed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, erasure_id, person_hash),
  CONSTRAINT destroyed_reference_erasure_fkey FOREIGN KEY (tenant_id, erasure_id) REFERENCES erasure (tenant_id, id)
);
SELECT protect_tenant_table('destroyed_reference');
REVOKE DELETE, TRUNCATE ON destroyed_reference FROM compliance_service;

-- The job looks before it knows the tenant. Only the owner, in whose name the functions below run, sees these.
CREATE POLICY erasure_queue ON erasure FOR SELECT TO CURRENT_USER USING (true);

-- Tenants with erasures that are not complete; those that wait longest first.
CREATE FUNCTION tenants_with_open_erasures(max_tenants integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
AS $$
  SELECT tenant_id FROM erasure WHERE step <> 'certified' GROUP BY tenant_id ORDER BY min(step_began_at) LIMIT max_tenants;
$$;

-- Tenants that ever erased somebody, for whoever has restored a vault or a slice.
CREATE FUNCTION tenants_with_erasures() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
AS $$
  SELECT DISTINCT tenant_id FROM erasure ORDER BY 1;
$$;
