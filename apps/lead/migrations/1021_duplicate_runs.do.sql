-- Comparisons of all leads of a tenant, one at a time.
CREATE TABLE duplicate_run (
  tenant_id uuid NOT NULL,
  run_id uuid NOT NULL,
  status text NOT NULL DEFAULT 'pending',
  min_score double precision NOT NULL,
  -- Live leads when they were counted; null before.
  leads integer,
  -- Blocks up to this key are compared: keys are spread evenly over all integers, so it tells how far the run is. Null before the first.
  compared_to bigint,
  pairs_compared bigint NOT NULL DEFAULT 0,
  blocks_skipped integer NOT NULL DEFAULT 0,
  -- At the end: pairs found, and those among them that were not open before.
  found integer,
  opened integer,
  -- Who asked for it, in which request.
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  request_id text NOT NULL,
  created_at timestamptz NOT NULL,
  started_at timestamptz,
  ended_at timestamptz,
  -- The worker that holds the run until the lease expires; every claim raises the fence.
  lease_expires_at timestamptz,
  fence bigint NOT NULL DEFAULT 0,
  -- Claims since it last got on.
  attempts integer NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, run_id),
  CONSTRAINT duplicate_run_status_known CHECK (status IN ('pending', 'running', 'completed', 'failed', 'cancelled')),
  CONSTRAINT duplicate_run_score_within CHECK (min_score BETWEEN 0 AND 1),
  CONSTRAINT duplicate_run_counts_not_negative CHECK (least(leads, pairs_compared, blocks_skipped, found, opened, fence, attempts) >= 0),
  CONSTRAINT duplicate_run_counted_first CHECK (compared_to IS NULL OR leads IS NOT NULL),
  CONSTRAINT duplicate_run_opened_of_found CHECK (opened <= found),
  CONSTRAINT duplicate_run_complete CHECK ((status = 'completed') = (found IS NOT NULL AND opened IS NOT NULL)),
  CONSTRAINT duplicate_run_ended CHECK ((status IN ('completed', 'failed', 'cancelled')) = (ended_at IS NOT NULL)),
  CONSTRAINT duplicate_run_ended_after_start CHECK (ended_at >= created_at - interval '5 minutes'),
  CONSTRAINT duplicate_run_started_after_creation CHECK (started_at >= created_at - interval '5 minutes'),
  CONSTRAINT duplicate_run_actor_known CHECK (actor_kind IN ('member', 'api-key', 'service'))
);
SELECT protect_tenant_table('duplicate_run');
CREATE UNIQUE INDEX duplicate_run_active_key ON duplicate_run (tenant_id) WHERE status IN ('pending', 'running');

-- Pairs of leads that are probably one person. Names scores and leads, and nothing that the leads say.
CREATE TABLE duplicate_pair (
  tenant_id uuid NOT NULL,
  pair_id uuid NOT NULL,
  -- The lesser id is on the left: a pair is there once.
  left_lead_id uuid NOT NULL,
  right_lead_id uuid NOT NULL,
  state text NOT NULL,
  score double precision NOT NULL,
  against text NOT NULL,
  -- [{ "field", "similarity", "weight" }]
  explanation jsonb NOT NULL,
  -- Hashes of what was compared: a dismissal holds while neither changes.
  left_print bigint NOT NULL,
  right_print bigint NOT NULL,
  -- The run that found it last, and the one that opened it.
  run_id uuid NOT NULL,
  opened_by uuid NOT NULL,
  reason text,
  found_at timestamptz NOT NULL,
  state_changed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, pair_id),
  CONSTRAINT duplicate_pair_left_fkey FOREIGN KEY (tenant_id, left_lead_id) REFERENCES lead (tenant_id, lead_id) ON DELETE CASCADE,
  CONSTRAINT duplicate_pair_right_fkey FOREIGN KEY (tenant_id, right_lead_id) REFERENCES lead (tenant_id, lead_id) ON DELETE CASCADE,
  CONSTRAINT duplicate_pair_run_fkey FOREIGN KEY (tenant_id, run_id) REFERENCES duplicate_run (tenant_id, run_id),
  CONSTRAINT duplicate_pair_opened_fkey FOREIGN KEY (tenant_id, opened_by) REFERENCES duplicate_run (tenant_id, run_id),
  CONSTRAINT duplicate_pair_in_order CHECK (left_lead_id < right_lead_id),
  CONSTRAINT duplicate_pair_state_known CHECK (state IN ('open', 'dismissed', 'merged')),
  CONSTRAINT duplicate_pair_against_known CHECK (against IN ('strangers', 'family', 'colleagues')),
  CONSTRAINT duplicate_pair_score_within CHECK (score BETWEEN 0 AND 1),
  CONSTRAINT duplicate_pair_explanation_array CHECK (jsonb_typeof(explanation) = 'array'),
  CONSTRAINT duplicate_pair_reason_of_dismissal CHECK ((state = 'dismissed') = (reason IS NOT NULL)),
  CONSTRAINT duplicate_pair_reason_short CHECK (length(reason) BETWEEN 1 AND 500)
);
SELECT protect_tenant_table('duplicate_pair');
CREATE UNIQUE INDEX duplicate_pair_leads_key ON duplicate_pair (tenant_id, left_lead_id, right_lead_id);
CREATE INDEX duplicate_pair_right_idx ON duplicate_pair (tenant_id, right_lead_id);
CREATE INDEX duplicate_pair_best_idx ON duplicate_pair (tenant_id, state, score DESC, pair_id);
CREATE INDEX duplicate_pair_run_idx ON duplicate_pair (tenant_id, run_id);
CREATE INDEX duplicate_pair_opened_idx ON duplicate_pair (tenant_id, opened_by);

-- Whoever merges two leads settles their pair, in the same transaction; undoing the merge opens it again.
CREATE FUNCTION settle_duplicate_pair() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  UPDATE duplicate_pair
  SET state = CASE WHEN NEW.undone_at IS NULL THEN 'merged' ELSE 'open' END, reason = NULL,
      state_changed_at = coalesce(NEW.undone_at, NEW.merged_at)
  WHERE tenant_id = NEW.tenant_id AND left_lead_id = least(NEW.survivor_id, NEW.merged_id)
    AND right_lead_id = greatest(NEW.survivor_id, NEW.merged_id);
  RETURN NULL;
END
$$;
CREATE TRIGGER lead_merge_settles_pair AFTER INSERT OR UPDATE OF undone_at ON lead_merge
  FOR EACH ROW EXECUTE FUNCTION settle_duplicate_pair();

-- A worker looks for work before it knows the tenant. Only the owner, in whose name the function below runs, sees all.
CREATE POLICY duplicate_run_scheduling ON duplicate_run TO lead_owner USING (true) WITH CHECK (true);

/* Takes the run that has waited longest for `lease`. */
CREATE FUNCTION claim_duplicate_run(lease interval) RETURNS TABLE (tenant_id uuid, run_id uuid, fence bigint, attempts integer)
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  UPDATE duplicate_run AS taken
  SET status = 'running', started_at = coalesce(taken.started_at, now()), lease_expires_at = clock_timestamp() + lease,
      fence = taken.fence + 1, attempts = taken.attempts + 1
  FROM (
    SELECT waiting.tenant_id, waiting.run_id
    FROM duplicate_run AS waiting
    WHERE waiting.status IN ('pending', 'running') AND (waiting.lease_expires_at IS NULL OR waiting.lease_expires_at < clock_timestamp())
    ORDER BY waiting.created_at, waiting.run_id
    FOR UPDATE SKIP LOCKED
    LIMIT 1
  ) AS next
  WHERE taken.tenant_id = next.tenant_id AND taken.run_id = next.run_id
  RETURNING taken.tenant_id, taken.run_id, taken.fence, taken.attempts;
$$;
REVOKE ALL ON FUNCTION claim_duplicate_run(interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION claim_duplicate_run(interval) TO lead_service;
