import { defineErrors } from '@leadstream/kernel';

/** Why an attempt at a timed job ended, where its own code does not say. */
export const jobErrors = defineErrors('JOB', {
  LEASE_LOST: { kind: 'conflict', title: 'Another process holds the job' },
  STOPPED: { kind: 'unavailable', title: 'The process is ending; another one goes on' },
  TIMED_OUT: { kind: 'unavailable', title: 'The job took too long' },
  ABANDONED: { kind: 'unavailable', title: 'Every process that began the run went away' },
  NOT_FOUND: { kind: 'not_found', title: 'The slice has no such job' },
});
