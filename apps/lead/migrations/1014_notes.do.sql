-- What members write down. `lead_id` follows from the entity, so that the database itself finds orphans; a further kind gets its column.
CREATE TABLE note (
  tenant_id   uuid        NOT NULL,
  note_id     uuid        NOT NULL,
  entity_kind text        NOT NULL,
  entity_id   uuid        NOT NULL,
  lead_id     uuid        GENERATED ALWAYS AS (CASE WHEN entity_kind = 'lead' THEN entity_id END) STORED,
  version     integer     NOT NULL,
  body        text        NOT NULL,
  pinned      boolean     NOT NULL DEFAULT false,
  author_kind text        NOT NULL,
  author_id   text        NOT NULL,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  deleted_at  timestamptz,
  PRIMARY KEY (tenant_id, note_id),
  CONSTRAINT note_lead_fkey FOREIGN KEY (tenant_id, lead_id) REFERENCES lead (tenant_id, lead_id),
  CONSTRAINT note_entity_known CHECK (entity_kind IN ('lead')),
  CONSTRAINT note_version_positive CHECK (version >= 1),
  CONSTRAINT note_body_said CHECK (body <> ''),
  CONSTRAINT note_author_known CHECK (author_kind IN ('member', 'api-key', 'service')),
  CONSTRAINT note_updated_after_creation CHECK (updated_at >= created_at - interval '5 minutes'),
  CONSTRAINT note_deleted_after_creation CHECK (deleted_at >= created_at - interval '5 minutes')
);
CREATE INDEX note_entity_idx ON note (tenant_id, entity_kind, entity_id, pinned DESC, created_at DESC, note_id DESC) WHERE deleted_at IS NULL;
SELECT protect_tenant_table('note');

CREATE TABLE note_audit (
  tenant_id   uuid        NOT NULL,
  note_id     uuid        NOT NULL,
  -- After the change.
  version     integer     NOT NULL,
  action      text        NOT NULL,
  -- [{ "field", "before", "after" }]
  changes     jsonb       NOT NULL,
  actor_kind  text        NOT NULL,
  actor_id    text        NOT NULL,
  client_ip   text,
  request_id  text        NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, note_id, version),
  CONSTRAINT note_audit_note_fkey FOREIGN KEY (tenant_id, note_id) REFERENCES note (tenant_id, note_id),
  CONSTRAINT note_audit_version_positive CHECK (version >= 1),
  CONSTRAINT note_audit_action_known CHECK (action IN ('created', 'updated', 'deleted', 'restored')),
  CONSTRAINT note_audit_changes_array CHECK (jsonb_typeof(changes) = 'array'),
  CONSTRAINT note_audit_actor_known CHECK (actor_kind IN ('member', 'api-key', 'service'))
);
SELECT protect_tenant_table('note_audit');
-- What happened is never rewritten.
REVOKE UPDATE, DELETE ON note_audit FROM lead_service;
