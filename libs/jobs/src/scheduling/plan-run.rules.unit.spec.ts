import { describe, expect, it } from '@jest/globals';
import { CATCH_UP_LIMIT, type JobRow, planRun } from './plan-run.rules.js';

const hourly = { everyMs: 3_600_000 };
const at = (time: string): Date => new Date(`2026-11-20T${time}:00Z`);
const row = (changes: Partial<JobRow> = {}): JobRow => ({
  nextDueAt: at('09:00'),
  requestedAt: null,
  requestedBy: null,
  runFor: null,
  runCause: null,
  attempt: 0,
  ...changes,
});
const catchUp = { cadence: hourly, missed: 'catch_up' } as const;
const skip = { cadence: hourly, missed: 'skip' } as const;

it('plans nothing before the instant, and the instant itself from then on', () => {
  expect(planRun(skip, row(), at('08:59'))).toBeUndefined();
  expect(planRun(skip, row(), at('09:00'))).toEqual({
    cause: 'cadence',
    scheduledFor: at('09:00'),
    requestedBy: null,
    isCatchUp: false,
    attempt: 1,
    nextDueAt: at('10:00'),
    givesUp: false,
  });
});

describe('after an outage', () => {
  it('catch_up runs every missed instant in order, and says which were missed', () => {
    const seen: [Date, boolean][] = [];
    let next = at('09:00');
    for (let plan = planRun(catchUp, row(), at('12:30')); plan; plan = planRun(catchUp, row({ nextDueAt: next }), at('12:30'))) {
      seen.push([plan.scheduledFor, plan.isCatchUp]);
      next = plan.nextDueAt;
    }
    expect(seen).toEqual([
      [at('09:00'), true],
      [at('10:00'), true],
      [at('11:00'), true],
      [at('12:00'), false],
    ]);
    expect(next).toEqual(at('13:00'));
  });

  it('catch_up gives up all but the latest hundred', () => {
    const plan = planRun(catchUp, row({ nextDueAt: new Date('2026-01-01T00:00:00Z') }), at('12:30'));
    expect(plan).toMatchObject({ scheduledFor: new Date(at('12:00').getTime() - (CATCH_UP_LIMIT - 1) * 3_600_000), givesUp: true });
  });

  it('skip runs the latest alone', () => {
    expect(planRun(skip, row(), at('12:30'))).toMatchObject({
      scheduledFor: at('12:00'),
      isCatchUp: false,
      nextDueAt: at('13:00'),
      givesUp: true,
    });
  });

  it('goes on with the run that was begun, whatever came due since', () => {
    const begun = row({ runFor: at('09:00'), runCause: 'cadence', attempt: 2, requestedAt: at('11:11'), requestedBy: 'ada' });
    expect(planRun(skip, begun, at('12:30'))).toMatchObject({
      cause: 'cadence',
      scheduledFor: at('09:00'),
      attempt: 3,
      nextDueAt: at('10:00'),
    });
  });
});

describe('a run asked for by hand', () => {
  const asked = row({ requestedAt: at('08:11'), requestedBy: 'ada' });

  it('comes at once and leaves the cadence as it is', () => {
    expect(planRun(skip, asked, at('08:12'))).toMatchObject({
      cause: 'request',
      scheduledFor: at('08:11'),
      requestedBy: 'ada',
      attempt: 1,
      nextDueAt: at('09:00'),
    });
  });

  it('is gone on with like any other', () => {
    const begun = { ...asked, runFor: at('08:11'), runCause: 'request', attempt: 1 } as const;
    expect(planRun(skip, begun, at('08:30'))).toMatchObject({
      cause: 'request',
      scheduledFor: at('08:11'),
      requestedBy: 'ada',
      attempt: 2,
    });
  });
});

it('keeps the instant in the table when the cadence no longer has it', () => {
  expect(planRun(skip, row({ nextDueAt: at('09:17') }), at('09:30'))).toMatchObject({ scheduledFor: at('09:17'), nextDueAt: at('10:00') });
});
