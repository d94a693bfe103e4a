-- Jobs that the service runs by the clock, one row each. The row is the lease too: whoever raised the fence last holds the job,
-- and every write of a run demands its fence in the writing transaction. No tenant: a job is the slice's.
CREATE TABLE timed_job (
  name             text        PRIMARY KEY,
  -- As declared: a cron expression, or `every <n> ms`; and the zone in which it is read.
  cadence          text        NOT NULL,
  zone             text        NOT NULL,
  missed           text        NOT NULL,
  -- How long one attempt may take, and how late a run may end before somebody has to look.
  timeout_ms       integer     NOT NULL CONSTRAINT timed_job_timeout_positive CHECK (timeout_ms > 0),
  alarm_after_ms   bigint      NOT NULL CONSTRAINT timed_job_alarm_positive CHECK (alarm_after_ms > 0),
  -- When a process last said that it has this job; what nobody has any more raises no alarm.
  declared_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- The next instant of the cadence that has no run yet.
  next_due_at      timestamptz NOT NULL,
  -- A run asked for by hand, and by whom.
  requested_at     timestamptz,
  requested_by     text,
  -- The run that is not over: its instant, its reason, how often it was begun, and when it is tried again.
  run_for          timestamptz,
  run_cause        text        CONSTRAINT timed_job_cause_known CHECK (run_cause IN ('cadence', 'request')),
  run_started_at   timestamptz,
  attempt          integer     NOT NULL DEFAULT 0 CONSTRAINT timed_job_attempt_not_negative CHECK (attempt >= 0),
  retry_at         timestamptz,
  holder           text,
  lease_expires_at timestamptz,
  fence            bigint      NOT NULL DEFAULT 0 CONSTRAINT timed_job_fence_not_negative CHECK (fence >= 0),
  last_success_at  timestamptz,
  last_error_code  text,
  failures_in_row  integer     NOT NULL DEFAULT 0 CONSTRAINT timed_job_failures_not_negative CHECK (failures_in_row >= 0),
  CONSTRAINT timed_job_name_kebab CHECK (name ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$'),
  CONSTRAINT timed_job_missed_known CHECK (missed IN ('catch_up', 'skip')),
  CONSTRAINT timed_job_request_whole CHECK ((requested_at IS NULL) = (requested_by IS NULL)),
  CONSTRAINT timed_job_run_whole CHECK (num_nulls(run_for, run_cause, run_started_at) IN (0, 3)),
  CONSTRAINT timed_job_lease_whole CHECK ((holder IS NULL) = (lease_expires_at IS NULL)),
  CONSTRAINT timed_job_held_runs CHECK (holder IS NULL OR run_for IS NOT NULL)
) WITH (fillfactor = 50);

-- What became of each instant: one row a run, however many attempts it took.
CREATE TABLE timed_job_run (
  job           text        NOT NULL,
  cause         text        NOT NULL CONSTRAINT timed_job_run_cause_known CHECK (cause IN ('cadence', 'request')),
  scheduled_for timestamptz NOT NULL,
  -- A later instant was due already when it began.
  caught_up     boolean     NOT NULL,
  requested_by  text,
  -- `waiting`: to be tried again.
  outcome       text        NOT NULL CONSTRAINT timed_job_run_outcome_known CHECK (outcome IN ('running', 'waiting', 'succeeded', 'failed')),
  attempt       integer     NOT NULL,
  fence         bigint      NOT NULL,
  holder        text        NOT NULL,
  -- Of the last attempt.
  started_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at      timestamptz,
  error_code    text,
  -- What the run did, in numbers.
  figures       jsonb       NOT NULL DEFAULT '{}',
  PRIMARY KEY (job, cause, scheduled_for),
  CONSTRAINT timed_job_run_counts_not_negative CHECK (least(attempt, fence) >= 0),
  CONSTRAINT timed_job_run_requested CHECK ((cause = 'request') = (requested_by IS NOT NULL)),
  CONSTRAINT timed_job_run_ended CHECK ((outcome = 'running') = (ended_at IS NULL))
);
CREATE INDEX timed_job_run_recent ON timed_job_run (job, started_at DESC);

-- History is let go of by age alone; the shortest age is fixed here. Returns how many runs went.
CREATE FUNCTION purge_job_history(older_than interval, max_rows integer DEFAULT 10000) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $$
DECLARE
  purged integer;
BEGIN
  DELETE FROM timed_job_run WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM timed_job_run WHERE ended_at <= now() - greatest(older_than, interval '7 days') LIMIT max_rows));
  GET DIAGNOSTICS purged = ROW_COUNT;
  RETURN purged;
END
$$;

-- Published events may go once nobody looks for them in the outbox any more. The owner sees only those, whatever it is asked.
CREATE POLICY purge_read ON outbox FOR SELECT TO CURRENT_USER USING (published_at <= now() - interval '24 hours');
CREATE POLICY purge ON outbox FOR DELETE TO CURRENT_USER USING (published_at <= now() - interval '24 hours');

-- Removes events published longer ago than `older_than`, 24 hours at the least, at most `max_rows`; returns how many. Runs as the
-- owner, so that the service's worker can tidy up without the right to delete events, and without the relay's connection.
CREATE FUNCTION purge_published(older_than interval, max_rows integer DEFAULT 10000) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $$
DECLARE
  purged integer;
BEGIN
  -- created_at has the index and is never later than published_at.
  DELETE FROM outbox WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM outbox WHERE created_at <= now() - older_than AND published_at <= now() - older_than LIMIT max_rows));
  GET DIAGNOSTICS purged = ROW_COUNT;
  RETURN purged;
END
$$;

-- Jobs and their runs are written, never removed, by the service.
DO $$
BEGIN
  EXECUTE format('REVOKE DELETE ON timed_job, timed_job_run FROM %I', current_schema() || '_service');
END
$$;
