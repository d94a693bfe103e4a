-- The lead at the end of a chain of merges.
CREATE FUNCTION lead_survivor(of_tenant uuid, of_lead uuid) RETURNS uuid LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  WITH RECURSIVE way AS (
    SELECT lead_id, merged_into FROM lead WHERE tenant_id = of_tenant AND lead_id = of_lead
    UNION
    SELECT l.lead_id, l.merged_into FROM way JOIN lead l ON l.tenant_id = of_tenant AND l.lead_id = way.merged_into)
  SELECT lead_id FROM way WHERE merged_into IS NULL;
$$;

-- What members are to do. `lead_id` follows from the entity, so that the database itself finds orphans; a further kind gets its column.
CREATE TABLE task (
  tenant_id     uuid        NOT NULL,
  task_id       uuid        NOT NULL,
  entity_kind   text        NOT NULL,
  entity_id     uuid        NOT NULL,
  lead_id       uuid        GENERATED ALWAYS AS (CASE WHEN entity_kind = 'lead' THEN entity_id END) STORED,
  version       integer     NOT NULL,
  type          text        NOT NULL,
  priority      text        NOT NULL,
  state         text        NOT NULL,
  title         text        NOT NULL,
  description   text,
  due_at        timestamptz NOT NULL,
  -- Minutes before it is due, most first.
  reminders     integer[]   NOT NULL DEFAULT '{}',
  assignee_id   uuid,
  outcome       text,
  closed_at     timestamptz,
  trigger_kind  text        NOT NULL,
  trigger_id    text,
  -- Which occurrence of which series; all of them or none.
  series_id     uuid,
  occurrence    integer,
  -- On the clock of the zone, without offset: 2026-11-30T09:00:00.000
  occurs_local  text,
  rule          text,
  rule_zone     text,
  except_dates  text[],
  -- The first reminder or due instant that is still to be told; null when there is none.
  next_alert_at timestamptz,
  -- The lead is deleted.
  hidden        boolean     NOT NULL DEFAULT false,
  author_kind   text        NOT NULL,
  author_id     text        NOT NULL,
  created_at    timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL,
  deleted_at    timestamptz,
  PRIMARY KEY (tenant_id, task_id),
  CONSTRAINT task_lead_fkey FOREIGN KEY (tenant_id, lead_id) REFERENCES lead (tenant_id, lead_id),
  CONSTRAINT task_entity_known CHECK (entity_kind IN ('lead')),
  CONSTRAINT task_version_positive CHECK (version >= 1),
  CONSTRAINT task_type_known CHECK (type IN ('call', 'email', 'showing', 'follow-up', 'meeting', 'document')),
  CONSTRAINT task_priority_known CHECK (priority IN ('high', 'medium', 'low')),
  CONSTRAINT task_state_known CHECK (state IN ('pending', 'overdue', 'completed', 'dismissed')),
  CONSTRAINT task_title_said CHECK (title <> ''),
  CONSTRAINT task_closed_when_over CHECK ((closed_at IS NOT NULL) = (state IN ('completed', 'dismissed'))),
  CONSTRAINT task_closed_after_creation CHECK (closed_at >= created_at - interval '5 minutes'),
  CONSTRAINT task_outcome_when_closed CHECK (outcome IS NULL OR closed_at IS NOT NULL),
  CONSTRAINT task_reminders_before_due CHECK (cardinality(reminders) <= 5 AND 1 <= ALL (reminders) AND 43200 >= ALL (reminders)),
  CONSTRAINT task_trigger_known CHECK (trigger_kind IN ('manual', 'recurrence', 'event', 'rule', 'sequence', 'workflow')),
  CONSTRAINT task_trigger_named CHECK ((trigger_kind = 'manual') = (trigger_id IS NULL)),
  CONSTRAINT task_series_whole CHECK (num_nulls(series_id, occurrence, occurs_local, rule, rule_zone, except_dates) IN (0, 6)),
  CONSTRAINT task_occurrence_positive CHECK (occurrence >= 1),
  CONSTRAINT task_alert_while_open CHECK (next_alert_at IS NULL OR (closed_at IS NULL AND deleted_at IS NULL)),
  CONSTRAINT task_author_known CHECK (author_kind IN ('member', 'api-key', 'service')),
  CONSTRAINT task_updated_after_creation CHECK (updated_at >= created_at - interval '5 minutes'),
  CONSTRAINT task_deleted_after_creation CHECK (deleted_at >= created_at - interval '5 minutes')
);
-- An occurrence comes once, however often the one before is closed.
CREATE UNIQUE INDEX task_series_key ON task (tenant_id, series_id, occurrence);
CREATE INDEX task_lead_idx ON task (tenant_id, lead_id, due_at, task_id);
CREATE INDEX task_due_idx ON task (tenant_id, due_at, task_id) WHERE deleted_at IS NULL;
CREATE INDEX task_created_idx ON task (tenant_id, created_at, task_id) WHERE deleted_at IS NULL;
CREATE INDEX task_queue_idx ON task (tenant_id, assignee_id, due_at, task_id) WHERE deleted_at IS NULL AND closed_at IS NULL;
-- Which tenants have something to be told of, and what of one.
CREATE INDEX task_alert_idx ON task (next_alert_at, tenant_id) WHERE next_alert_at IS NOT NULL AND NOT hidden;
CREATE INDEX task_tenant_alert_idx ON task (tenant_id, next_alert_at) WHERE next_alert_at IS NOT NULL AND NOT hidden;
SELECT protect_tenant_table('task');

-- What was told of a task's time: the key lets nothing be told twice, whatever moves the task to and fro.
CREATE TABLE task_alert (
  tenant_id uuid        NOT NULL,
  task_id   uuid        NOT NULL,
  kind      text        NOT NULL,
  -- The instant that it is for.
  at        timestamptz NOT NULL,
  told_at   timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, task_id, kind, at),
  CONSTRAINT task_alert_task_fkey FOREIGN KEY (tenant_id, task_id) REFERENCES task (tenant_id, task_id),
  CONSTRAINT task_alert_kind_known CHECK (kind IN ('reminder', 'overdue')),
  CONSTRAINT task_alert_told_in_time CHECK (told_at >= at)
);
SELECT protect_tenant_table('task_alert');
REVOKE UPDATE, DELETE ON task_alert FROM lead_service;

CREATE TABLE task_audit (
  tenant_id   uuid        NOT NULL,
  task_id     uuid        NOT NULL,
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
  PRIMARY KEY (tenant_id, task_id, version),
  CONSTRAINT task_audit_task_fkey FOREIGN KEY (tenant_id, task_id) REFERENCES task (tenant_id, task_id),
  CONSTRAINT task_audit_version_positive CHECK (version >= 1),
  CONSTRAINT task_audit_action_known
    CHECK (action IN ('created', 'updated', 'completed', 'dismissed', 'reopened', 'overdue', 'deleted', 'restored')),
  CONSTRAINT task_audit_changes_array CHECK (jsonb_typeof(changes) = 'array'),
  CONSTRAINT task_audit_actor_known CHECK (actor_kind IN ('member', 'api-key', 'service'))
);
SELECT protect_tenant_table('task_audit');
-- What happened is never rewritten.
REVOKE UPDATE, DELETE ON task_audit FROM lead_service;

-- Tasks are hidden with their lead and with what it went into, whoever writes the lead.
CREATE FUNCTION hide_tasks_of_lead() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  is_gone boolean := (SELECT deleted_at IS NOT NULL FROM lead WHERE tenant_id = NEW.tenant_id AND lead_id = lead_survivor(NEW.tenant_id, NEW.lead_id));
BEGIN
  WITH RECURSIVE family AS (
    SELECT NEW.lead_id
    UNION
    SELECT l.lead_id FROM family JOIN lead l ON l.tenant_id = NEW.tenant_id AND l.merged_into = family.lead_id)
  UPDATE task SET hidden = is_gone FROM family
  WHERE task.tenant_id = NEW.tenant_id AND task.lead_id = family.lead_id AND task.hidden <> is_gone;
  RETURN NULL;
END
$$;
CREATE TRIGGER lead_hides_tasks AFTER UPDATE ON lead FOR EACH ROW
  WHEN ((OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL) OR OLD.merged_into IS DISTINCT FROM NEW.merged_into)
  EXECUTE FUNCTION hide_tasks_of_lead();

-- Whose tasks are to be told of is asked without a tenant. Only the owner, in whose name the function below runs, sees these.
CREATE POLICY task_alerts ON task FOR SELECT TO CURRENT_USER USING (next_alert_at IS NOT NULL AND NOT hidden);

-- Tenants with tasks to be told of by `until`, at most `most`: those that wait longest first.
CREATE FUNCTION tenants_with_task_alerts(until timestamptz, most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT tenant_id FROM task WHERE next_alert_at IS NOT NULL AND NOT hidden AND next_alert_at <= until
  GROUP BY tenant_id ORDER BY min(next_alert_at) LIMIT most;
$$;
REVOKE ALL ON FUNCTION tenants_with_task_alerts(timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_with_task_alerts(timestamptz, integer) TO lead_service;
