-- What persons ask about their data, with the time by which it must be answered.
CREATE TABLE subject_request (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL CONSTRAINT subject_request_kind_check
    CHECK (kind IN ('access', 'portability', 'erasure', 'rectification', 'restriction', 'objection')),
  lead_id uuid NOT NULL,
  jurisdiction text NOT NULL CONSTRAINT subject_request_jurisdiction_check CHECK (jurisdiction IN ('gdpr', 'ccpa')),
  country text CONSTRAINT subject_request_country_check CHECK (country ~ '^[A-Z]{2}$'),
  time_zone text NOT NULL,
  via text NOT NULL CONSTRAINT subject_request_via_check CHECK (via IN ('email', 'letter', 'phone', 'form', 'in-person', 'agent', 'other')),
  note text CONSTRAINT subject_request_note_check CHECK (char_length(note) <= 2000),
  status text NOT NULL CONSTRAINT subject_request_status_check
    CHECK (status IN ('received', 'identity-needed', 'in-progress', 'completed', 'refused')),
  version integer NOT NULL CONSTRAINT subject_request_version_check CHECK (version >= 1),
  received_at timestamptz NOT NULL,
  assignee_id uuid,
  -- { "method", "verifiedAt" }
  identity jsonb CONSTRAINT subject_request_identity_check CHECK (jsonb_typeof(identity) = 'object'),
  paused_since timestamptz,
  paused_days integer NOT NULL CONSTRAINT subject_request_paused_days_check CHECK (paused_days >= 0),
  -- { "at", "reason" }
  extension jsonb CONSTRAINT subject_request_extension_check CHECK (jsonb_typeof(extension) = 'object'),
  due_at timestamptz NOT NULL CONSTRAINT subject_request_due_check CHECK (due_at > received_at),
  -- { "reason", "explanation" }
  refusal jsonb CONSTRAINT subject_request_refusal_check CHECK (jsonb_typeof(refusal) = 'object'),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_at timestamptz,
  -- Up to which of its instants reminders were told, and the first that is still to be told.
  reminded_until timestamptz,
  next_reminder_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT subject_request_receipt_check CHECK (received_at <= created_at),
  CONSTRAINT subject_request_ended_check CHECK ((ended_at IS NOT NULL) = (status IN ('completed', 'refused'))),
  CONSTRAINT subject_request_refused_check CHECK ((refusal IS NOT NULL) = (status = 'refused')),
  CONSTRAINT subject_request_pause_check CHECK (paused_since IS NULL OR status = 'identity-needed'),
  CONSTRAINT subject_request_reminder_check CHECK (next_reminder_at IS NULL OR (ended_at IS NULL AND paused_since IS NULL))
);
SELECT protect_tenant_table('subject_request');
CREATE INDEX subject_request_lead_idx ON subject_request (tenant_id, lead_id);
CREATE INDEX subject_request_open_idx ON subject_request (tenant_id, due_at) WHERE ended_at IS NULL;
REVOKE DELETE, TRUNCATE ON subject_request FROM compliance_service;

-- Each version as it came about. Lines are added, and nothing else.
CREATE TABLE subject_request_step (
  tenant_id uuid NOT NULL,
  request_id uuid NOT NULL,
  version integer NOT NULL CONSTRAINT subject_request_step_version_check CHECK (version >= 1),
  -- [{ "field", "before", "after" }]
  changes jsonb NOT NULL CONSTRAINT subject_request_step_changes_check CHECK (jsonb_typeof(changes) = 'array'),
  actor_kind text NOT NULL CONSTRAINT subject_request_step_actor_check CHECK (actor_kind IN ('member', 'api-key', 'service')),
  actor_id text NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, request_id, version),
  CONSTRAINT subject_request_step_request_fkey FOREIGN KEY (tenant_id, request_id) REFERENCES subject_request (tenant_id, id)
);
SELECT protect_tenant_table('subject_request_step');
REVOKE UPDATE, DELETE, TRUNCATE ON subject_request_step FROM compliance_service;

-- What is gathered for a request of access: begun with it, gone some time later.
CREATE TABLE subject_export (
  tenant_id uuid NOT NULL,
  request_id uuid NOT NULL,
  started_at timestamptz NOT NULL,
  -- Later is too late for an answer of a service.
  answers_by timestamptz NOT NULL CONSTRAINT subject_export_answers_check CHECK (answers_by > started_at),
  completed_at timestamptz CONSTRAINT subject_export_completion_check CHECK (completed_at >= started_at),
  escalated_at timestamptz CONSTRAINT subject_export_escalation_check CHECK (escalated_at >= answers_by),
  expires_at timestamptz NOT NULL CONSTRAINT subject_export_expiry_check CHECK (expires_at > started_at),
  removed_at timestamptz CONSTRAINT subject_export_removal_check CHECK (removed_at >= started_at),
  -- When the job must look at it; null once everything is gone.
  look_at timestamptz,
  PRIMARY KEY (tenant_id, request_id),
  CONSTRAINT subject_export_request_fkey FOREIGN KEY (tenant_id, request_id) REFERENCES subject_request (tenant_id, id),
  CONSTRAINT subject_export_look_check CHECK ((look_at IS NULL) = (removed_at IS NOT NULL))
);
SELECT protect_tenant_table('subject_export');
REVOKE DELETE, TRUNCATE ON subject_export FROM compliance_service;

-- Parts of what services told, sealed with the installation's key. Their key is text, as the walk that seals anew has it.
CREATE TABLE subject_export_part (
  tenant_id uuid NOT NULL,
  part_key text NOT NULL,
  request_id uuid NOT NULL,
  service text NOT NULL,
  part integer NOT NULL CONSTRAINT subject_export_part_number_check CHECK (part >= 1),
  is_last boolean NOT NULL,
  records integer NOT NULL CONSTRAINT subject_export_part_records_check CHECK (records >= 0),
  sealed_records bytea NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, part_key),
  CONSTRAINT subject_export_part_export_fkey FOREIGN KEY (tenant_id, request_id) REFERENCES subject_export (tenant_id, request_id),
  CONSTRAINT subject_export_part_key_check CHECK (part_key = request_id::text || '/' || service || '/' || part::text)
);
SELECT protect_tenant_table('subject_export_part');
CREATE UNIQUE INDEX subject_export_part_order_key ON subject_export_part (tenant_id, request_id, service, part);
REVOKE UPDATE, TRUNCATE ON subject_export_part FROM compliance_service;
-- It is ciphertext, and each part is read once.
ALTER TABLE subject_export_part ALTER COLUMN sealed_records SET STORAGE EXTERNAL;
-- Sealed values are sealed anew before a tenant is known. Only the owner, in whose name that is done, sees all.
CREATE POLICY subject_export_part_upkeep ON subject_export_part TO compliance_owner USING (true) WITH CHECK (true);

-- The job that tells of times looks before it knows the tenant. Only the owner, in whose name the functions below run, sees these.
CREATE INDEX subject_request_reminder_idx ON subject_request (next_reminder_at) WHERE next_reminder_at IS NOT NULL;
CREATE INDEX subject_export_look_idx ON subject_export (look_at) WHERE look_at IS NOT NULL;
CREATE POLICY subject_request_watch ON subject_request FOR SELECT TO CURRENT_USER USING (ended_at IS NULL);
CREATE POLICY subject_export_watch ON subject_export FOR SELECT TO CURRENT_USER USING (look_at IS NOT NULL);

-- Tenants with something to tell or to do by `until`, at most `max_tenants`.
CREATE FUNCTION tenants_with_subject_work(until timestamptz, max_tenants integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
AS $$
  SELECT tenant_id FROM (
    SELECT tenant_id, next_reminder_at AS at FROM subject_request WHERE ended_at IS NULL AND next_reminder_at <= until
    UNION ALL
    SELECT tenant_id, look_at FROM subject_export WHERE look_at <= until) AS work
  GROUP BY tenant_id ORDER BY min(at) LIMIT max_tenants;
$$;

-- Requests of all tenants that are late, and exports that wait for services longer than they should.
CREATE FUNCTION subject_request_levels(as_of timestamptz, OUT overdue bigint, OUT stuck bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
AS $$
  SELECT (SELECT count(*) FROM subject_request WHERE ended_at IS NULL AND paused_since IS NULL AND due_at <= as_of),
         (SELECT count(*) FROM subject_export WHERE look_at IS NOT NULL AND completed_at IS NULL AND answers_by <= as_of);
$$;
