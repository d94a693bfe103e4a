import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { eventually } from '@leadstream/testing';
import { effectJob, type JobStage, jobStage } from '../../spec/job-stage.js';
import { readJobHistory, readJobStates } from './job-state.read-model.js';
import { requestRun } from './request-run.js';

let stage: JobStage;
beforeEach(async () => {
  stage = await jobStage();
});
afterEach(() => stage.end());

const request = (job: string, by: string): Promise<Date> => stage.database.withoutTenant((tx) => requestRun(tx, job, by));
const declared = (): Promise<unknown> =>
  eventually(async () => expect((await stage.admin.query('SELECT FROM timed_job')).rowCount).toBe(1));

it('runs once now, is in the history as asked for by hand, and leaves the cadence as it was', async () => {
  stage.scheduler([effectJob({ name: 'by-hand' }, 'worker')]);
  await declared();
  const [before] = await readJobStates(stage.database);
  const requestedAt = await request('by-hand', 'ada');
  await eventually(async () => expect(await stage.effects('by-hand')).toHaveLength(1));

  const history = await stage.database.withoutTenant((tx) => readJobHistory(tx, 'by-hand', 10));
  expect(history).toEqual([
    expect.objectContaining({ cause: 'request', requestedBy: 'ada', scheduledFor: requestedAt, outcome: 'succeeded', isCatchUp: false }),
  ]);
  const [after] = await readJobStates(stage.database);
  expect(after).toMatchObject({ nextDueAt: before?.nextDueAt, requestedAt: null, condition: 'idle' });
});

it('is one run however often it is asked for before a worker is there', async () => {
  const worker = stage.scheduler([effectJob({ name: 'by-hand' }, 'worker')]);
  await declared();
  await worker.stop();
  const first = await request('by-hand', 'ada');
  expect(await request('by-hand', 'grace')).toEqual(first);
  stage.scheduler([effectJob({ name: 'by-hand' }, 'a')]);
  stage.scheduler([effectJob({ name: 'by-hand' }, 'b')]);
  await eventually(async () => expect((await readJobStates(stage.database))[0]).toMatchObject({ requestedAt: null, condition: 'idle' }));
  expect(await stage.effects('by-hand')).toHaveLength(1);
  expect(await stage.history('by-hand')).toHaveLength(1);
});

it('cuts short the pause of a run that waits to be tried again', async () => {
  const run = { attempts: 2, backoffMs: 3_600_000 };
  stage.scheduler([
    effectJob(
      { name: 'by-hand', ...run, run: ({ attempt }) => (attempt === 1 ? Promise.reject(new Error('no')) : Promise.resolve()) },
      'worker',
    ),
  ]);
  await declared();
  await stage.setDue('by-hand', new Date('2026-11-20T00:00:00Z'));
  await eventually(async () =>
    expect((await readJobStates(stage.database))[0]).toMatchObject({ attempt: 1, holder: null, retryAt: expect.any(Date) }),
  );
  await request('by-hand', 'ada');
  await eventually(async () =>
    expect((await stage.history('by-hand')).map(({ cause, outcome }) => [cause, outcome])).toEqual([
      ['cadence', 'succeeded'],
      ['request', 'waiting'],
    ]),
  );
});

it('knows no job that the slice does not have', async () => {
  await expect(request('no-such-job', 'ada')).rejects.toMatchObject({ code: 'JOB.NOT_FOUND' });
});
