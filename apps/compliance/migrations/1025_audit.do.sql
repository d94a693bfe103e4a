-- The audit trail: what every service told, in one chain of hashes a tenant. Instants are whole milliseconds, as they are hashed.

-- The end of each tenant's chain; whoever adds entries locks it.
CREATE TABLE audit_head (
  tenant_id uuid NOT NULL,
  sequence bigint NOT NULL CONSTRAINT audit_head_sequence_check CHECK (sequence >= 0),
  hash bytea NOT NULL CONSTRAINT audit_head_hash_check CHECK (octet_length(hash) = 32),
  recorded_at timestamptz(3) NOT NULL,
  -- Of the latest checkpoint; which tenants are to be signed next is found by it.
  signed_sequence bigint NOT NULL DEFAULT 0 CONSTRAINT audit_head_signed_check CHECK (signed_sequence >= 0),
  PRIMARY KEY (tenant_id)
);
SELECT protect_tenant_table('audit_head');
REVOKE DELETE, TRUNCATE ON audit_head FROM compliance_service;

-- By month of recording, which never runs backwards along a chain: a month is a stretch of it, and its first row holds the hash that it rests on.
CREATE TABLE audit_entry (
  tenant_id uuid NOT NULL,
  -- 1, 2, 3... without gaps.
  sequence bigint NOT NULL CONSTRAINT audit_entry_sequence_check CHECK (sequence >= 1),
  recorded_at timestamptz(3) NOT NULL,
  event_id uuid NOT NULL,
  type text NOT NULL CONSTRAINT audit_entry_type_check CHECK (type <> ''),
  -- As told, also of versions that there are not.
  version bigint NOT NULL CONSTRAINT audit_entry_version_check CHECK (version >= 0),
  source text NOT NULL,
  subject text NOT NULL,
  subject_version bigint NOT NULL CONSTRAINT audit_entry_subject_version_check CHECK (subject_version >= 0),
  occurred_at timestamptz(3) NOT NULL,
  actor text CONSTRAINT audit_entry_actor_check CHECK (actor ~ '^(member|api-key|system):.'),
  correlation_id text NOT NULL,
  causation_id text CONSTRAINT audit_entry_causation_check CHECK (causation_id <> ''),
  lead_id uuid,
  topic text NOT NULL,
  topic_partition integer NOT NULL CONSTRAINT audit_entry_partition_check CHECK (topic_partition >= 0),
  topic_offset bigint NOT NULL CONSTRAINT audit_entry_offset_check CHECK (topic_offset >= 0),
  -- Of the key that `sealed` of the body is sealed with.
  person_key_id uuid,
  -- As it was published: open fields as they are, the personal ones sealed.
  body text NOT NULL,
  previous_hash bytea NOT NULL CONSTRAINT audit_entry_previous_check CHECK (octet_length(previous_hash) = 32),
  hash bytea NOT NULL CONSTRAINT audit_entry_hash_check CHECK (octet_length(hash) = 32),
  PRIMARY KEY (tenant_id, sequence, recorded_at)
) PARTITION BY RANGE (recorded_at);
CREATE INDEX audit_entry_lead_idx ON audit_entry (tenant_id, lead_id, sequence) WHERE lead_id IS NOT NULL;
CREATE INDEX audit_entry_actor_idx ON audit_entry (tenant_id, actor, sequence) WHERE actor IS NOT NULL;
CREATE INDEX audit_entry_subject_idx ON audit_entry (tenant_id, subject, sequence);
CREATE INDEX audit_entry_type_idx ON audit_entry (tenant_id, type, sequence);
CREATE INDEX audit_entry_correlation_idx ON audit_entry (tenant_id, correlation_id, sequence);
CREATE INDEX audit_entry_time_idx ON audit_entry (tenant_id, recorded_at, sequence);
SELECT protect_tenant_table('audit_entry');
REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry FROM compliance_service;

-- What was recorded is never rewritten: not by the service, and by the owner only after it has taken the triggers away.
CREATE FUNCTION refuse_audit_rewriting() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_rewriting();
-- Triggers for rows go with each partition, also when it is named directly.
CREATE TRIGGER audit_entry_row_append_only BEFORE UPDATE OR DELETE ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_rewriting();

-- Heads that were signed. Signed with the tenant's key, whose secret half no one can read who has the database alone.
CREATE TABLE audit_checkpoint (
  tenant_id uuid NOT NULL,
  -- 1, 2, 3... without gaps, of each purpose.
  number bigint NOT NULL CONSTRAINT audit_checkpoint_number_check CHECK (number >= 1),
  purpose text NOT NULL CONSTRAINT audit_checkpoint_purpose_check CHECK (purpose IN ('head', 'archive')),
  sequence bigint NOT NULL CONSTRAINT audit_checkpoint_sequence_check CHECK (sequence >= 1),
  hash bytea NOT NULL CONSTRAINT audit_checkpoint_hash_check CHECK (octet_length(hash) = 32),
  signed_at timestamptz(3) NOT NULL,
  key_id uuid NOT NULL,
  signature bytea NOT NULL CONSTRAINT audit_checkpoint_signature_check CHECK (octet_length(signature) = 64),
  PRIMARY KEY (tenant_id, purpose, number)
);
CREATE INDEX audit_checkpoint_place_idx ON audit_checkpoint (tenant_id, purpose, sequence);
SELECT protect_tenant_table('audit_checkpoint');
REVOKE UPDATE, DELETE, TRUNCATE ON audit_checkpoint FROM compliance_service;
CREATE TRIGGER audit_checkpoint_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_rewriting();

SELECT ensure_month_partitions('audit_entry', 3);
