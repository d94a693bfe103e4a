import { expect, it } from '@jest/globals';
import type { Verdict } from '../verdict.js';
import type { VerificationRun } from './verification-run.js';
import { goneOn, presentRun } from './verification-run.rules.js';

const NOON = new Date('2026-11-28T12:00:00.000Z');
const LATER = new Date('2026-11-28T12:00:01.000Z');
const at = (sequence: number) => ({ sequence, hash: Buffer.alloc(32, sequence) });

const waiting: VerificationRun = {
  ...{ id: 'v', status: 'running', asked: {}, progress: undefined, finding: undefined, createdAt: NOON, endedAt: null },
};
const verdict = (change: Partial<Verdict>): Verdict => ({
  ...{ from: 11, last: at(60), finding: undefined, isComplete: false, goal: 110, head: at(110), latest: undefined, archive: undefined },
  ...change,
});

it('shows nothing of a check that has not begun', () => {
  expect(presentRun(waiting)).toMatchObject({
    ...{ status: 'running', isSound: null, finding: null, startedAt: null, endedAt: null },
    progress: { entries: 0, percent: 0, from: null, to: null },
  });
});

it('goes on where it was, tells how far of the present goal it is, and ends with the last stretch', () => {
  const half = goneOn(waiting, verdict({}), NOON);
  expect(presentRun(half)).toMatchObject({ status: 'running', isSound: null, progress: { entries: 50, percent: 50, from: 11, to: 60 } });
  const all = goneOn(half, verdict({ from: 61, last: at(210), goal: 210, isComplete: true }), LATER);
  expect(presentRun(all)).toMatchObject({
    ...{ status: 'completed', isSound: true, finding: null, startedAt: NOON.toISOString(), endedAt: LATER.toISOString() },
    progress: { entries: 200, percent: 100, from: 11, to: 210 },
  });
});

it('ends at the first thing that is wrong', () => {
  const finding = { sequence: 36, problem: 'altered', belongsAt: null } as const;
  expect(presentRun(goneOn(waiting, verdict({ last: at(35), finding }), LATER))).toMatchObject({
    ...{ status: 'completed', isSound: false, finding, endedAt: LATER.toISOString() },
    progress: { entries: 25, percent: 25, from: 11, to: 35 },
  });
});

it('of a chain without entries is complete at once', () => {
  const verdictOfNone = verdict({ from: 1, last: at(0), goal: 0, isComplete: true });
  expect(presentRun(goneOn(waiting, verdictOfNone, LATER))).toMatchObject({
    isSound: true,
    progress: { entries: 0, percent: 100, from: 1, to: 0 },
  });
});
