-- Models that were learned from the outcomes of a tenant's own leads. Names no lead: words that fewer than ten leads state are not kept.
CREATE TABLE trained_model (
  tenant_id  uuid        NOT NULL,
  model_id   uuid        NOT NULL,
  number     integer     NOT NULL,
  status     text        NOT NULL DEFAULT 'waiting',
  -- Statuses of leads that mean won and lost.
  won        text[]      NOT NULL,
  lost       text[]      NOT NULL,
  -- Fields that are not to be learned from.
  excluded   text[]      NOT NULL,
  -- Times that a worker began to train it.
  attempts   integer     NOT NULL DEFAULT 0,
  failure    text,
  -- { "outcome": { "intercept", "features" }, "features" }
  learned    jsonb,
  -- { "learned": { "leads", "won" }, "penalty", "quality" }
  report     jsonb,
  -- Who asked for it, in which request.
  actor_kind text        NOT NULL,
  actor_id   text        NOT NULL,
  request_id text        NOT NULL,
  created_at timestamptz NOT NULL,
  trained_at timestamptz,
  PRIMARY KEY (tenant_id, model_id),
  CONSTRAINT trained_model_number_positive CHECK (number >= 1),
  CONSTRAINT trained_model_status_known CHECK (status IN ('waiting', 'trained', 'failed')),
  CONSTRAINT trained_model_outcomes_stated CHECK (cardinality(won) >= 1 AND cardinality(lost) >= 1),
  CONSTRAINT trained_model_outcomes_apart CHECK (NOT won && lost),
  CONSTRAINT trained_model_attempts_not_negative CHECK (attempts >= 0),
  CONSTRAINT trained_model_failure_known CHECK (failure IN ('too-few-outcomes', 'nothing-to-learn-from', 'given-up')),
  CONSTRAINT trained_model_failure_when_failed CHECK ((failure IS NOT NULL) = (status = 'failed')),
  CONSTRAINT trained_model_learned_when_trained CHECK ((status = 'trained') = (learned IS NOT NULL AND report IS NOT NULL AND trained_at IS NOT NULL)),
  CONSTRAINT trained_model_learned_object CHECK (jsonb_typeof(learned) = 'object' AND jsonb_typeof(report) = 'object'),
  CONSTRAINT trained_model_trained_after_creation CHECK (trained_at >= created_at - interval '5 minutes'),
  CONSTRAINT trained_model_actor_known CHECK (actor_kind IN ('member', 'api-key', 'service'))
);
SELECT protect_tenant_table('trained_model');
CREATE UNIQUE INDEX trained_model_number_key ON trained_model (tenant_id, number);
-- One waits at a time.
CREATE UNIQUE INDEX trained_model_waiting_key ON trained_model (tenant_id) WHERE status = 'waiting';
CREATE INDEX trained_model_queue_idx ON trained_model (created_at, tenant_id) WHERE status = 'waiting';

-- When trained models were active.
CREATE TABLE trained_model_use (
  tenant_id           uuid        NOT NULL,
  use_id              uuid        NOT NULL,
  model_id            uuid        NOT NULL,
  activated_at        timestamptz NOT NULL,
  activated_by_kind   text        NOT NULL,
  activated_by_id     text        NOT NULL,
  deactivated_at      timestamptz,
  deactivated_by_kind text,
  deactivated_by_id   text,
  PRIMARY KEY (tenant_id, use_id),
  CONSTRAINT trained_model_use_model_fkey FOREIGN KEY (tenant_id, model_id) REFERENCES trained_model (tenant_id, model_id),
  CONSTRAINT trained_model_use_activator_known CHECK (activated_by_kind IN ('member', 'api-key', 'service')),
  CONSTRAINT trained_model_use_deactivator_known CHECK (deactivated_by_kind IN ('member', 'api-key', 'service')),
  CONSTRAINT trained_model_use_end_whole CHECK (num_nulls(deactivated_at, deactivated_by_kind, deactivated_by_id) IN (0, 3)),
  CONSTRAINT trained_model_use_end_after_start CHECK (deactivated_at >= activated_at)
);
SELECT protect_tenant_table('trained_model_use');
-- One is active at a time.
CREATE UNIQUE INDEX trained_model_use_active_key ON trained_model_use (tenant_id) WHERE deactivated_at IS NULL;
CREATE INDEX trained_model_use_model_idx ON trained_model_use (tenant_id, model_id, activated_at DESC, use_id DESC);
CREATE INDEX trained_model_use_instant_idx ON trained_model_use (tenant_id, activated_at DESC, use_id DESC);
REVOKE DELETE ON trained_model, trained_model_use FROM lead_service;

-- Whose models wait is asked without a tenant. Only the owner, in whose name the function runs, sees all.
CREATE POLICY trained_model_jobs ON trained_model FOR SELECT TO lead_owner USING (true);

/* Tenants with a model that waits to be trained, the longest first. */
CREATE FUNCTION tenants_with_models_to_train(most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT tenant_id FROM trained_model WHERE status = 'waiting' ORDER BY created_at, tenant_id LIMIT most;
$$;
REVOKE ALL ON FUNCTION tenants_with_models_to_train(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_with_models_to_train(integer) TO lead_service;
