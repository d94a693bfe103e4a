import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { eventually } from '@leadstream/testing';
import { effectJob, type JobStage, jobStage, leaveEffect } from '../../spec/job-stage.js';
import type { JobRun } from '../declaration/job.js';
import type { JobScheduler } from './job-scheduler.js';

let stage: JobStage;
beforeEach(async () => {
  stage = await jobStage();
});
afterEach(() => stage.end());

/** A scheduler whose job is at work, by the code given. */
async function working(run: (run: JobRun) => Promise<void>, drainMs: number): Promise<JobScheduler> {
  const started = Promise.withResolvers<void>();
  const job = effectJob(
    {
      name: 'slow',
      leaseMs: 3_600_000,
      run: (slow) => {
        started.resolve();
        return run(slow);
      },
    },
    'first',
  );
  const scheduler = stage.scheduler([job], { drainMs });
  await eventually(async () => expect((await stage.admin.query('SELECT FROM timed_job')).rowCount).toBe(1));
  await stage.setDue('slow', new Date('2026-11-20T00:00:00Z'));
  await started.promise;
  return scheduler;
}

it('lets a run end that needs little longer', async () => {
  const released = Promise.withResolvers<void>();
  const scheduler = await working(async (run) => {
    await released.promise;
    await run.finish((tx) => leaveEffect(tx, 'slow', run.scheduledFor, 'first'));
  }, 30_000);
  const stopped = scheduler.stop();
  released.resolve();
  await stopped;
  expect(await stage.history('slow')).toEqual([expect.objectContaining({ outcome: 'succeeded', attempt: 1 })]);
});

it('hands over a run that needs longer: another replica goes on at once, and it does not count as an attempt', async () => {
  let refused: unknown;
  const scheduler = await working(async (run) => {
    await new Promise((resolve) => run.signal.addEventListener('abort', resolve));
    refused = await run.step((tx) => leaveEffect(tx, 'slow', run.scheduledFor, 'first')).catch((error: unknown) => error);
  }, 10);
  await scheduler.stop();
  expect(await stage.history('slow')).toEqual([expect.objectContaining({ outcome: 'waiting', error_code: 'JOB.STOPPED' })]);

  stage.scheduler([effectJob({ name: 'slow', leaseMs: 3_600_000 }, 'second')]);
  // Not by its end: the lease of the first would have lasted an hour.
  await eventually(async () =>
    expect(await stage.history('slow')).toEqual([expect.objectContaining({ outcome: 'succeeded', attempt: 1 })]),
  );
  expect(await stage.effects('slow')).toEqual([expect.objectContaining({ worker: 'second' })]);
  expect(refused).toMatchObject({ code: 'JOB.STOPPED' });
});

it('takes no new run once it is to stop', async () => {
  const scheduler = stage.scheduler([effectJob({ name: 'slow' }, 'first')]);
  await eventually(async () => expect((await stage.admin.query('SELECT FROM timed_job')).rowCount).toBe(1));
  await scheduler.stop();
  await stage.setDue('slow', new Date('2026-11-20T00:00:00Z'));
  stage.scheduler([effectJob({ name: 'slow' }, 'second')]);
  await eventually(async () => expect(await stage.effects('slow')).toEqual([expect.objectContaining({ worker: 'second' })]));
});
