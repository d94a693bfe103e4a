-- How leads are weighed, version by version. The model that every tenant begins with has number 1 and no row.
CREATE TABLE scoring_model (
  tenant_id    uuid        NOT NULL,
  model_id     uuid        NOT NULL,
  number       integer     NOT NULL,
  version      integer     NOT NULL,
  name         text        NOT NULL,
  status       text        NOT NULL,
  weights      jsonb       NOT NULL,
  created_at   timestamptz NOT NULL,
  activated_at timestamptz,
  retired_at   timestamptz,
  -- Leads up to this one were judged by it since it became active; null when none is left to be.
  judged_up_to uuid,
  PRIMARY KEY (tenant_id, model_id),
  CONSTRAINT scoring_model_number_after_default CHECK (number >= 2),
  CONSTRAINT scoring_model_version_positive CHECK (version >= 1),
  CONSTRAINT scoring_model_name_said CHECK (name <> ''),
  CONSTRAINT scoring_model_status_known CHECK (status IN ('draft', 'rehearsed', 'active', 'retired')),
  CONSTRAINT scoring_model_weights_object CHECK (jsonb_typeof(weights) = 'object'),
  CONSTRAINT scoring_model_activated_when_used CHECK ((activated_at IS NOT NULL) = (status IN ('active', 'retired'))),
  CONSTRAINT scoring_model_retired_when_over CHECK ((retired_at IS NOT NULL) = (status = 'retired')),
  CONSTRAINT scoring_model_retired_after_activation CHECK (retired_at >= activated_at),
  CONSTRAINT scoring_model_judged_when_active CHECK (judged_up_to IS NULL OR status = 'active')
);
SELECT protect_tenant_table('scoring_model');
CREATE UNIQUE INDEX scoring_model_number_key ON scoring_model (tenant_id, number);
-- One is active at a time.
CREATE UNIQUE INDEX scoring_model_active_key ON scoring_model (tenant_id) WHERE status = 'active';
CREATE INDEX scoring_model_judging_idx ON scoring_model (tenant_id) WHERE judged_up_to IS NOT NULL;

CREATE TABLE scoring_model_audit (
  tenant_id   uuid        NOT NULL,
  model_id    uuid        NOT NULL,
  -- After the change.
  version     integer     NOT NULL,
  action      text        NOT NULL,
  -- [{ "field", "before", "after" }]
  changes     jsonb       NOT NULL,
  actor_kind  text        NOT NULL,
  actor_id    text        NOT NULL,
  request_id  text        NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, model_id, version),
  CONSTRAINT scoring_model_audit_model_fkey FOREIGN KEY (tenant_id, model_id) REFERENCES scoring_model (tenant_id, model_id),
  CONSTRAINT scoring_model_audit_version_positive CHECK (version >= 1),
  CONSTRAINT scoring_model_audit_action_known CHECK (action IN ('created', 'updated', 'rehearsed', 'activated', 'retired')),
  CONSTRAINT scoring_model_audit_changes_array CHECK (jsonb_typeof(changes) = 'array'),
  CONSTRAINT scoring_model_audit_actor_known CHECK (actor_kind IN ('member', 'api-key', 'service'))
);
SELECT protect_tenant_table('scoring_model_audit');
REVOKE UPDATE, DELETE ON scoring_model_audit FROM lead_service;

CREATE TABLE scoring_rehearsal (
  tenant_id     uuid        NOT NULL,
  rehearsal_id  uuid        NOT NULL,
  model_id      uuid        NOT NULL,
  -- Of the model, as it is tried.
  model_version integer     NOT NULL,
  status        text        NOT NULL,
  leads_total   integer     NOT NULL,
  leads_done    integer     NOT NULL DEFAULT 0,
  -- The last lead that was looked at.
  done_up_to    uuid        NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
  -- Distributions before and after, leads that change, and a sample of them.
  tally         jsonb       NOT NULL,
  created_at    timestamptz NOT NULL,
  completed_at  timestamptz,
  PRIMARY KEY (tenant_id, rehearsal_id),
  CONSTRAINT scoring_rehearsal_model_fkey FOREIGN KEY (tenant_id, model_id) REFERENCES scoring_model (tenant_id, model_id),
  CONSTRAINT scoring_rehearsal_version_positive CHECK (model_version >= 1),
  CONSTRAINT scoring_rehearsal_status_known CHECK (status IN ('running', 'completed')),
  CONSTRAINT scoring_rehearsal_counts_not_negative CHECK (leads_total >= 0 AND leads_done >= 0),
  CONSTRAINT scoring_rehearsal_tally_object CHECK (jsonb_typeof(tally) = 'object'),
  CONSTRAINT scoring_rehearsal_ended CHECK ((completed_at IS NOT NULL) = (status = 'completed')),
  CONSTRAINT scoring_rehearsal_ended_after_start CHECK (completed_at >= created_at - interval '5 minutes')
);
SELECT protect_tenant_table('scoring_rehearsal');
CREATE UNIQUE INDEX scoring_rehearsal_running_key ON scoring_rehearsal (tenant_id, model_id) WHERE status = 'running';

-- What leads did, as events of other services tell it. Under the id by which it was told: a visitor's or a merged lead's stays as it is,
-- so no foreign key.
CREATE TABLE scoring_contribution (
  tenant_id   uuid        NOT NULL,
  -- Interaction, message or submission.
  source_id   uuid        NOT NULL,
  kind        text        NOT NULL,
  lead_id     uuid        NOT NULL,
  occurred_at timestamptz NOT NULL,
  -- The event that told it.
  event_id    uuid        NOT NULL,
  PRIMARY KEY (tenant_id, source_id, kind),
  CONSTRAINT scoring_contribution_kind_plain CHECK (kind ~ '^(interaction|message|form)\.[a-z0-9_.:-]{1,80}$')
);
SELECT protect_tenant_table('scoring_contribution');
CREATE INDEX scoring_contribution_lead_idx ON scoring_contribution (tenant_id, lead_id) INCLUDE (source_id, kind, occurred_at);

-- Sources that do not count after all. They may be told before what they take back.
CREATE TABLE scoring_retraction (
  tenant_id    uuid        NOT NULL,
  source_id    uuid        NOT NULL,
  retracted_at timestamptz NOT NULL,
  event_id     uuid        NOT NULL,
  PRIMARY KEY (tenant_id, source_id)
);
SELECT protect_tenant_table('scoring_retraction');

-- What happened is never rewritten.
REVOKE UPDATE, DELETE ON scoring_contribution, scoring_retraction FROM lead_service;

-- How hot a lead was last found to be; without a row it is cold.
CREATE TABLE lead_temperature (
  tenant_id    uuid    NOT NULL,
  lead_id      uuid    NOT NULL,
  temperature  text    NOT NULL,
  model_number integer NOT NULL,
  -- When time alone may change it.
  look_at      timestamptz,
  PRIMARY KEY (tenant_id, lead_id),
  CONSTRAINT lead_temperature_lead_fkey FOREIGN KEY (tenant_id, lead_id) REFERENCES lead (tenant_id, lead_id) ON DELETE CASCADE,
  CONSTRAINT lead_temperature_known CHECK (temperature IN ('cold', 'warm', 'hot')),
  CONSTRAINT lead_temperature_model_positive CHECK (model_number >= 1)
);
SELECT protect_tenant_table('lead_temperature');
CREATE INDEX lead_temperature_due_idx ON lead_temperature (look_at, tenant_id) WHERE look_at IS NOT NULL;
CREATE INDEX lead_temperature_look_idx ON lead_temperature (tenant_id, look_at) WHERE look_at IS NOT NULL;

/* Of each lead the instants of what it did and what was not taken back by `by`, in milliseconds since 1970 joined by commas, by kind. A lead did
   what was told under its id, of leads that went into it, and of visitors that turned out to be one of these. Planned once a connection:
   planning it anew takes as long as running it. */
CREATE FUNCTION scoring_contributions_of(tenant uuid, leads uuid[], by timestamptz) RETURNS TABLE (lead_id uuid, kind text, instants text)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
  -- UNION, not UNION ALL: it ends whatever the pointers say.
  RETURN QUERY
  WITH RECURSIVE family AS (
    SELECT root, root AS member FROM unnest(leads) AS root
    UNION
    SELECT f.root, l.lead_id FROM family f JOIN lead l ON l.tenant_id = tenant AND l.merged_into = f.member),
  subject AS (
    SELECT root, member FROM family
    UNION
    SELECT f.root, i.value::uuid FROM family f JOIN lead_identity i ON i.tenant_id = tenant AND i.lead_id = f.member AND i.kind = 'visitor')
  -- As text: several hundred instants are one value on the wire. Doubles hold milliseconds exactly, and numerics cost more.
  SELECT s.root, c.kind, string_agg((date_part('epoch', c.occurred_at) * 1000)::bigint::text, ',')
  FROM subject s JOIN scoring_contribution c ON c.tenant_id = tenant AND c.lead_id = s.member
  LEFT JOIN scoring_retraction r ON r.tenant_id = tenant AND r.source_id = c.source_id
  WHERE r.retracted_at IS NULL OR r.retracted_at > by
  GROUP BY s.root, c.kind;
END
$$;
