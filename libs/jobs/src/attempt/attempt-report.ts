import { logger, withSpan } from '@leadstream/telemetry';
import type { AttemptEnd, JobAttempt } from './job-attempt.js';
import type { Hold } from '../scheduling/job.repository.js';
import { attemptsEnded, attemptSeconds } from '../metrics.js';

const log = logger('jobs');

function fieldsOf(slice: string, { job, plan, fence }: Hold): Record<string, unknown> {
  return { slice, job: job.name, scheduledFor: plan.scheduledFor.toISOString(), attempt: plan.attempt, fence };
}

/** Runs an attempt in a trace of its own, counts it, and says in the log how it ended: ERROR when somebody has to look. */
export async function reportedAttempt(slice: string, hold: Hold, attempt: JobAttempt): Promise<void> {
  const labels = { slice, job: hold.job.name };
  const startedMs = performance.now();
  const fields = fieldsOf(slice, hold);
  if (hold.plan.givesUp) log.warn('job_instants_given_up', fields);
  const { outcome, error } = await withSpan('job.run', { 'leadstream.job': hold.job.name }, () => attempt.execute());
  attemptSeconds.record((performance.now() - startedMs) / 1_000, labels);
  attemptsEnded.add(1, { ...labels, outcome });
  report(outcome, { ...fields, ...(error !== undefined && { error }) });
}

function report(outcome: AttemptEnd['outcome'], fields: Record<string, unknown>): void {
  switch (outcome) {
    case 'succeeded':
      return log.debug('job_succeeded', fields);
    case 'stopped':
      return log.info('job_handed_back', fields);
    case 'lost':
      return log.warn('job_lost', fields);
    case 'retried':
      return log.warn('job_attempt_failed', fields);
    case 'failed':
      return log.error('job_failed', fields);
  }
}

/** A run whose attempts all ended with their process. */
export function reportAbandoned(slice: string, hold: Hold): void {
  attemptsEnded.add(1, { slice, job: hold.job.name, outcome: 'abandoned' });
  log.error('job_abandoned', fieldsOf(slice, hold));
}
