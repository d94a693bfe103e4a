-- Members of the tenant, as the gateway tells them, with what decides which leads they get.
CREATE TABLE member (
  tenant_id        uuid        NOT NULL,
  member_id        uuid        NOT NULL,
  role             text        NOT NULL,
  -- Of the profile; 0 while nothing was said.
  version          integer     NOT NULL DEFAULT 0,
  skills           text[]      NOT NULL DEFAULT '{}',
  territories      text[]      NOT NULL DEFAULT '{}',
  languages        text[]      NOT NULL DEFAULT '{}',
  time_zone        text        NOT NULL DEFAULT 'UTC',
  -- { "monday": [{ "from": "09:00", "until": "17:00" }] }; null for any hour.
  working_hours    jsonb,
  max_open_leads   integer,
  daily_quota      integer,
  -- [{ "from", "until" }]
  absences         jsonb       NOT NULL DEFAULT '[]',
  added_at         timestamptz NOT NULL,
  updated_at       timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, member_id),
  CONSTRAINT member_version_not_negative CHECK (version >= 0),
  CONSTRAINT member_role_said CHECK (role <> ''),
  CONSTRAINT member_time_zone_said CHECK (time_zone <> ''),
  CONSTRAINT member_working_hours_object CHECK (jsonb_typeof(working_hours) = 'object'),
  CONSTRAINT member_max_open_leads_not_negative CHECK (max_open_leads >= 0),
  CONSTRAINT member_daily_quota_not_negative CHECK (daily_quota >= 0),
  CONSTRAINT member_absences_array CHECK (jsonb_typeof(absences) = 'array')
);
SELECT protect_tenant_table('member');

CREATE TABLE distribution_pool (
  tenant_id              uuid        NOT NULL,
  pool_id                uuid        NOT NULL,
  version                integer     NOT NULL,
  name                   text        NOT NULL,
  respond_within_minutes integer,
  most_rounds            integer     NOT NULL,
  -- How many leads were given so far.
  turns                  bigint      NOT NULL DEFAULT 0,
  created_at             timestamptz NOT NULL,
  updated_at             timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, pool_id),
  CONSTRAINT distribution_pool_version_positive CHECK (version >= 1),
  CONSTRAINT distribution_pool_named CHECK (name <> ''),
  CONSTRAINT distribution_pool_respond_within_positive CHECK (respond_within_minutes >= 1),
  CONSTRAINT distribution_pool_rounds_few CHECK (most_rounds BETWEEN 1 AND 10),
  CONSTRAINT distribution_pool_turns_not_negative CHECK (turns >= 0),
  CONSTRAINT distribution_pool_updated_after_creation CHECK (updated_at >= created_at - interval '5 minutes')
);
SELECT protect_tenant_table('distribution_pool');
CREATE UNIQUE INDEX distribution_pool_name_key ON distribution_pool (tenant_id, name);

CREATE TABLE distribution_pool_member (
  tenant_id uuid    NOT NULL,
  pool_id   uuid    NOT NULL,
  member_id uuid    NOT NULL,
  weight    integer NOT NULL,
  -- What the member is owed where the pool is distributed by weight.
  credit    bigint  NOT NULL DEFAULT 0,
  -- Of the pool's turns the last one that was the member's; 0 for none.
  last_turn bigint  NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, pool_id, member_id),
  CONSTRAINT distribution_pool_member_pool_fkey FOREIGN KEY (tenant_id, pool_id) REFERENCES distribution_pool (tenant_id, pool_id),
  CONSTRAINT distribution_pool_member_member_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES member (tenant_id, member_id),
  CONSTRAINT distribution_pool_member_weight_positive CHECK (weight >= 1),
  CONSTRAINT distribution_pool_member_last_turn_not_negative CHECK (last_turn >= 0)
);
SELECT protect_tenant_table('distribution_pool_member');
CREATE INDEX distribution_pool_member_member_idx ON distribution_pool_member (tenant_id, member_id);

-- A set never changes but for its status. Leads are distributed while one is active.
CREATE TABLE distribution_rule_set (
  tenant_id    uuid        NOT NULL,
  rule_set_id  uuid        NOT NULL,
  number       integer     NOT NULL,
  name         text        NOT NULL,
  status       text        NOT NULL,
  rules        jsonb       NOT NULL,
  created_at   timestamptz NOT NULL,
  activated_at timestamptz,
  retired_at   timestamptz,
  PRIMARY KEY (tenant_id, rule_set_id),
  CONSTRAINT distribution_rule_set_number_positive CHECK (number >= 1),
  CONSTRAINT distribution_rule_set_named CHECK (name <> ''),
  CONSTRAINT distribution_rule_set_status_known CHECK (status IN ('draft', 'active', 'retired')),
  CONSTRAINT distribution_rule_set_rules_array CHECK (jsonb_typeof(rules) = 'array'),
  CONSTRAINT distribution_rule_set_activated_when_used CHECK ((activated_at IS NOT NULL) = (status IN ('active', 'retired'))),
  CONSTRAINT distribution_rule_set_retired_when_over CHECK ((retired_at IS NOT NULL) = (status = 'retired'))
);
SELECT protect_tenant_table('distribution_rule_set');
CREATE UNIQUE INDEX distribution_rule_set_number_key ON distribution_rule_set (tenant_id, number);
CREATE UNIQUE INDEX distribution_rule_set_active_key ON distribution_rule_set (tenant_id) WHERE status = 'active';

REVOKE UPDATE, DELETE ON distribution_rule_set FROM lead_service;
GRANT UPDATE (status, activated_at, retired_at) ON distribution_rule_set TO lead_service;

-- Who changed what of profiles, pools and rule sets.
CREATE TABLE distribution_audit (
  tenant_id   uuid        NOT NULL,
  subject_id  uuid        NOT NULL,
  -- Of the subject, after the change.
  version     integer     NOT NULL,
  subject     text        NOT NULL,
  action      text        NOT NULL,
  -- As it is after the change.
  state       jsonb       NOT NULL,
  actor_kind  text        NOT NULL,
  actor_id    text        NOT NULL,
  request_id  text        NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, subject_id, version),
  CONSTRAINT distribution_audit_version_positive CHECK (version >= 1),
  CONSTRAINT distribution_audit_subject_known CHECK (subject IN ('member', 'pool', 'rules')),
  CONSTRAINT distribution_audit_action_known CHECK (action IN ('created', 'updated', 'activated', 'retired')),
  CONSTRAINT distribution_audit_state_object CHECK (jsonb_typeof(state) = 'object'),
  CONSTRAINT distribution_audit_actor_known CHECK (actor_kind IN ('member', 'api-key', 'service'))
);
SELECT protect_tenant_table('distribution_audit');
REVOKE UPDATE, DELETE ON distribution_audit FROM lead_service;
