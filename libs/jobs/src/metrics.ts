import { meter } from '@leadstream/telemetry';
import type { AttemptOutcome } from './attempt/job-attempt.js';
import type { JobState } from './watch/job-state.read-model.js';

const jobs = meter('leadstream.jobs');

type OfJob = { readonly slice: string; readonly job: string };

export const attemptsEnded = jobs.counter<OfJob & { readonly outcome: AttemptOutcome | 'abandoned' }>('jobs.runs', {
  unit: '{attempt}',
  description: 'Attempts at runs of timed jobs, by how they ended; succeeded, failed and abandoned end the run too.',
});
export const attemptSeconds = jobs.histogram<OfJob>('jobs.run.duration', {
  unit: 's',
  description: 'One attempt at a run.',
  buckets: [0.01, 0.1, 1, 10, 60, 300, 1800],
});

interface Watched {
  readonly slice: string;
  readonly states: readonly JobState[];
}

const sources = new Set<() => Promise<Watched | undefined>>();

/** @returns the way to stop being observed */
export function observeJobs(source: () => Promise<Watched | undefined>): () => void {
  sources.add(source);
  return () => sources.delete(source);
}

/** @param value undefined = nothing to tell of this job */
function jobGauge(name: string, unit: string, description: string, value: (state: JobState) => number | undefined): void {
  jobs.gauge<OfJob>(name, { unit, description }, async (result) => {
    for (const watched of await Promise.all([...sources].map((source) => source()))) {
      for (const state of watched?.states ?? []) {
        const level = state.condition === 'retired' ? undefined : value(state);
        if (watched && level !== undefined) result.observe(level, { slice: watched.slice, job: state.name });
      }
    }
  });
}

jobGauge(
  'jobs.last_success.age',
  's',
  'Time since the job last succeeded; nothing before its first success.',
  (state) => state.lastSuccessAgeSeconds ?? undefined,
);
jobGauge('jobs.overdue', 's', 'How long the oldest run that is not over is late; 0 = none.', (state) => state.lateSeconds);
jobGauge('jobs.failures', '{run}', 'Runs that failed one after the other since the last success.', (state) => state.failuresInRow);
jobGauge('jobs.alarmed', '1', '1 when somebody has to look: the job is overdue, stuck or failed.', (state) =>
  Number(['overdue', 'stuck', 'failed'].includes(state.condition)),
);
