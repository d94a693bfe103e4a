import { expect, it } from '@jest/globals';
import { backoffMs, defineJob, type JobDeclaration } from './job.js';

const declaration: JobDeclaration = { name: 'count-leads', cadence: { everyMs: 60_000 }, missed: 'skip', run: () => Promise.resolve() };

it('fills in what a declaration leaves out', () => {
  expect(defineJob({ ...declaration, timeoutMs: 1_000 })).toMatchObject({
    leaseMs: 30_000,
    timeoutMs: 1_000,
    attempts: 5,
    backoffMs: 5_000,
    alarmAfterMs: 602_000,
  });
});

it.each<Partial<JobDeclaration>>([
  { name: 'Count leads' },
  { cadence: { cron: 'soon', zone: 'UTC' } },
  { leaseMs: 0 },
  { timeoutMs: -1 },
  { attempts: 1.5 },
])('refuses %j', (wrong) => {
  expect(() => defineJob({ ...declaration, ...wrong })).toThrow();
});

it('waits twice as long after each attempt, an hour at most', () => {
  expect([1, 2, 3, 4, 20].map((attempt) => backoffMs({ backoffMs: 5_000 }, attempt))).toEqual([5_000, 10_000, 20_000, 40_000, 3_600_000]);
});
