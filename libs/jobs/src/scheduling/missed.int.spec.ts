import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { eventually } from '@leadstream/testing';
import { effectJob, type JobStage, jobStage } from '../../spec/job-stage.js';
import type { JobDeclaration } from '../declaration/job.js';

/** A day, or an hour or two more when the day would end while the tests run. */
const DAY_MS = [24, 25, 26].map((hours) => hours * 3_600_000).find((ms) => ms - (Date.now() % ms) > 600_000) ?? Infinity;

let stage: JobStage;
beforeEach(async () => {
  stage = await jobStage();
});
afterEach(() => stage.end());

/** The start of the day so many days ago. */
const daysAgo = (days: number): Date => new Date((Math.floor(Date.now() / DAY_MS) - days) * DAY_MS);

/** Known to the slice, then nobody there for days, then a worker again. */
async function outage(missed: JobDeclaration['missed'], days: number): Promise<void> {
  const job = effectJob({ name: 'daily', cadence: { everyMs: DAY_MS }, missed }, 'worker');
  const before = stage.scheduler([job]);
  await eventually(async () => expect((await stage.admin.query('SELECT FROM timed_job')).rowCount).toBe(1));
  await before.stop();
  await stage.setDue('daily', daysAgo(days));
  stage.scheduler([job]);
}

const nextDue = async (): Promise<unknown> => (await stage.admin.query('SELECT next_due_at FROM timed_job')).rows[0]?.next_due_at;

it('catch_up runs each missed instant, oldest first, and history tells them apart', async () => {
  await outage('catch_up', 4);
  await eventually(async () => expect(await nextDue()).toEqual(daysAgo(-1)));
  const history = await stage.history('daily');
  expect(history.map((run) => [run['scheduled_for'], run['caught_up'], run['outcome']])).toEqual([
    [daysAgo(4), true, 'succeeded'],
    [daysAgo(3), true, 'succeeded'],
    [daysAgo(2), true, 'succeeded'],
    [daysAgo(1), true, 'succeeded'],
    [daysAgo(0), false, 'succeeded'],
  ]);
  expect((await stage.effects('daily')).map(({ scheduledFor }) => scheduledFor)).toEqual([4, 3, 2, 1, 0].map(daysAgo));
});

it('catch_up stops at the latest hundred', async () => {
  await outage('catch_up', 500);
  await eventually(async () => expect(await nextDue()).toEqual(daysAgo(-1)), { withinMs: 40_000 });
  const effects = await stage.effects('daily');
  expect(effects).toHaveLength(100);
  expect(effects[0]?.scheduledFor).toEqual(daysAgo(99));
});

it('skip runs the latest instant alone', async () => {
  await outage('skip', 4);
  await eventually(async () => expect(await nextDue()).toEqual(daysAgo(-1)));
  expect((await stage.effects('daily')).map(({ scheduledFor }) => scheduledFor)).toEqual([daysAgo(0)]);
  expect(await stage.history('daily')).toEqual([expect.objectContaining({ caught_up: false, outcome: 'succeeded' })]);
});

it('goes by a changed cadence from now on, and keeps the instant of one that did not change', async () => {
  const declared = async (everyMs: number): Promise<unknown> => {
    const scheduler = stage.scheduler([effectJob({ name: 'changed', cadence: { everyMs } }, 'worker')]);
    await eventually(async () =>
      expect((await stage.admin.query('SELECT cadence FROM timed_job')).rows).toEqual([{ cadence: `every ${everyMs} ms` }]),
    );
    await scheduler.stop();
    return nextDue();
  };
  await declared(DAY_MS);
  await stage.setDue('changed', daysAgo(-7));
  expect(await declared(DAY_MS)).toEqual(daysAgo(-7));
  expect(await declared(2 * DAY_MS)).toEqual(new Date((Math.floor(Date.now() / DAY_MS / 2) + 1) * 2 * DAY_MS));
});
