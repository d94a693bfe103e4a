-- Every change of a lead's owner, and what decided it.
CREATE TABLE lead_assignment (
  tenant_id          uuid        NOT NULL,
  assignment_id      uuid        NOT NULL,
  lead_id            uuid        NOT NULL,
  lead_version       integer     NOT NULL,
  member_id          uuid,
  previous_member_id uuid,
  way                text        NOT NULL,
  strategy           text,
  rule_set_number    integer,
  rule_key           text,
  pool_id            uuid,
  round              integer,
  -- Who could have got it, with loads and turns, and why not; null where no rule decided.
  candidates         jsonb,
  actor_kind         text        NOT NULL,
  actor_id           text        NOT NULL,
  request_id         text        NOT NULL,
  assigned_at        timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, assignment_id),
  CONSTRAINT lead_assignment_lead_fkey FOREIGN KEY (tenant_id, lead_id) REFERENCES lead (tenant_id, lead_id) ON DELETE CASCADE,
  CONSTRAINT lead_assignment_version_positive CHECK (lead_version >= 1),
  CONSTRAINT lead_assignment_moves CHECK (member_id IS DISTINCT FROM previous_member_id),
  CONSTRAINT lead_assignment_way_known CHECK (way IN ('rule', 'claim', 'reassigned', 'hand', 'stated')),
  CONSTRAINT lead_assignment_strategy_known CHECK (strategy IN ('round-robin', 'weighted', 'least-busy', 'claim')),
  CONSTRAINT lead_assignment_rule_set_positive CHECK (rule_set_number >= 1),
  CONSTRAINT lead_assignment_round_positive CHECK (round >= 1),
  CONSTRAINT lead_assignment_candidates_array CHECK (jsonb_typeof(candidates) = 'array'),
  -- What was distributed went to somebody, by a rule of a set, in a pool.
  CONSTRAINT lead_assignment_decided CHECK (way IN ('hand', 'stated') OR
    num_nulls(member_id, strategy, rule_set_number, rule_key, pool_id, round, candidates) = 0),
  CONSTRAINT lead_assignment_actor_known CHECK (actor_kind IN ('member', 'api-key', 'service'))
);
SELECT protect_tenant_table('lead_assignment');
CREATE INDEX lead_assignment_lead_idx ON lead_assignment (tenant_id, lead_id, assigned_at DESC, assignment_id DESC);
CREATE INDEX lead_assignment_member_idx ON lead_assignment (tenant_id, member_id, assigned_at) WHERE way IN ('rule', 'claim', 'reassigned');
CREATE INDEX lead_assignment_pool_idx ON lead_assignment (tenant_id, pool_id, assigned_at) WHERE pool_id IS NOT NULL;
CREATE INDEX lead_assignment_time_idx ON lead_assignment (tenant_id, assigned_at, assignment_id) WHERE way = 'rule';
-- What happened is never rewritten.
REVOKE UPDATE, DELETE ON lead_assignment FROM lead_service;

-- Whether the member that a lead was given to responded. Without outcome it is waited for.
CREATE TABLE lead_response (
  tenant_id     uuid        NOT NULL,
  assignment_id uuid        NOT NULL,
  lead_id       uuid        NOT NULL,
  member_id     uuid        NOT NULL,
  due_at        timestamptz NOT NULL,
  outcome       text,
  settled_at    timestamptz,
  PRIMARY KEY (tenant_id, assignment_id),
  CONSTRAINT lead_response_assignment_fkey FOREIGN KEY (tenant_id, assignment_id)
    REFERENCES lead_assignment (tenant_id, assignment_id) ON DELETE CASCADE,
  CONSTRAINT lead_response_outcome_known CHECK (outcome IN ('responded', 'missed', 'moot')),
  CONSTRAINT lead_response_settled CHECK ((settled_at IS NOT NULL) = (outcome IS NOT NULL)),
  CONSTRAINT lead_response_missed_in_time CHECK (outcome IS DISTINCT FROM 'missed' OR settled_at >= due_at)
);
SELECT protect_tenant_table('lead_response');
-- One member at a time is waited for.
CREATE UNIQUE INDEX lead_response_waiting_key ON lead_response (tenant_id, lead_id) WHERE outcome IS NULL;
CREATE INDEX lead_response_lead_idx ON lead_response (tenant_id, lead_id);
CREATE INDEX lead_response_due_idx ON lead_response (due_at, tenant_id) WHERE outcome IS NULL;
CREATE INDEX lead_response_tenant_due_idx ON lead_response (tenant_id, due_at) WHERE outcome IS NULL;
REVOKE UPDATE, DELETE ON lead_response FROM lead_service;
GRANT UPDATE (outcome, settled_at) ON lead_response TO lead_service;

-- Leads without owner that wait for one.
CREATE TABLE distribution_queue (
  tenant_id  uuid        NOT NULL,
  lead_id    uuid        NOT NULL,
  reason     text        NOT NULL,
  pool_id    uuid,
  rule_key   text,
  entered_at timestamptz NOT NULL,
  -- How often nobody could take it.
  looks      integer     NOT NULL DEFAULT 0,
  -- When it is looked at next; null while it waits for somebody who claims it.
  look_at    timestamptz,
  PRIMARY KEY (tenant_id, lead_id),
  CONSTRAINT distribution_queue_lead_fkey FOREIGN KEY (tenant_id, lead_id) REFERENCES lead (tenant_id, lead_id) ON DELETE CASCADE,
  CONSTRAINT distribution_queue_reason_known CHECK (reason IN ('new', 'nobody', 'no-rule', 'claim')),
  CONSTRAINT distribution_queue_looks_not_negative CHECK (looks >= 0),
  CONSTRAINT distribution_queue_offered_by_rule CHECK (reason NOT IN ('nobody', 'claim') OR num_nulls(pool_id, rule_key) = 0),
  CONSTRAINT distribution_queue_looked_at CHECK ((look_at IS NULL) = (reason = 'claim'))
);
SELECT protect_tenant_table('distribution_queue');
CREATE INDEX distribution_queue_entered_idx ON distribution_queue (tenant_id, entered_at, lead_id);
CREATE INDEX distribution_queue_look_idx ON distribution_queue (tenant_id, look_at, lead_id) WHERE look_at IS NOT NULL;

-- What members are busy with.
CREATE INDEX lead_open_owner_idx ON lead (tenant_id, owner_id)
  WHERE deleted_at IS NULL AND owner_id IS NOT NULL AND status NOT IN ('converted', 'lost');

-- Whose leads have to be distributed is asked without a tenant. Only the owner, in whose name the function runs, sees all.
CREATE POLICY distribution_queue_work ON distribution_queue FOR SELECT TO CURRENT_USER USING (look_at IS NOT NULL);
CREATE POLICY lead_response_work ON lead_response FOR SELECT TO CURRENT_USER USING (outcome IS NULL);
CREATE POLICY distribution_rule_set_work ON distribution_rule_set FOR SELECT TO CURRENT_USER USING (status = 'active');

/* Tenants with leads to distribute or responses that were missed by `due`, at most `most`. Leads of a tenant without active rules wait on. */
CREATE FUNCTION tenants_with_distribution_work(due timestamptz, most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  (SELECT s.tenant_id FROM distribution_rule_set s
   WHERE s.status = 'active' AND EXISTS (SELECT FROM distribution_queue q WHERE q.tenant_id = s.tenant_id AND q.look_at <= due) LIMIT most)
  UNION
  (SELECT tenant_id FROM (SELECT tenant_id FROM lead_response WHERE outcome IS NULL AND due_at <= due ORDER BY due_at LIMIT 1000) AS waiting)
  LIMIT most;
$$;
REVOKE ALL ON FUNCTION tenants_with_distribution_work(timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_with_distribution_work(timestamptz, integer) TO lead_service;
