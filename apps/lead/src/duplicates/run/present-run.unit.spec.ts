import { describe, expect, it } from '@jest/globals';
import type { RunRecord } from './duplicate-run.js';
import { presentRun } from './present-run.rules.js';

const STARTED = new Date('2026-11-01T12:00:00Z');
const TEN_SECONDS_ON = new Date('2026-11-01T12:00:10Z');
const run: RunRecord = {
  runId: '01920000-0000-7000-8000-000000000001',
  status: 'running',
  minScore: 0.9,
  leads: 1_000,
  comparedTo: null,
  pairsCompared: 0,
  blocksSkipped: 0,
  found: null,
  opened: null,
  actorKind: 'member',
  actorId: 'a',
  requestId: 'r',
  createdAt: STARTED,
  startedAt: STARTED,
  endedAt: null,
};
const progress = (stated: Partial<RunRecord>) => presentRun({ ...run, ...stated }, TEN_SECONDS_ON).progress;

describe('the progress of a run', () => {
  it('is unknown until leads are counted and compared', () => {
    expect(progress({ leads: null })).toEqual({ done: 0, total: 0, percent: 0, etaSeconds: null });
    expect(progress({})).toEqual({ done: 0, total: 1_000, percent: 0, etaSeconds: null });
  });

  it.each([
    // A quarter of all keys lie below -2^62: ten seconds for it, thirty for the rest.
    [String(-(2n ** 62n)), { done: 250, total: 1_000, percent: 25, etaSeconds: 30 }],
    ['0', { done: 500, total: 1_000, percent: 50, etaSeconds: 10 }],
  ])('at key %s is the share of keys below it', (comparedTo, expected) => expect(progress({ comparedTo })).toEqual(expected));

  it('is whole at the end, and stands still where a run was cancelled', () => {
    const ended = { endedAt: TEN_SECONDS_ON };
    expect(progress({ ...ended, status: 'completed', comparedTo: '0' })).toEqual({
      done: 1_000,
      total: 1_000,
      percent: 100,
      etaSeconds: 0,
    });
    expect(progress({ ...ended, status: 'cancelled', comparedTo: '0' })).toEqual({ done: 500, total: 1_000, percent: 50, etaSeconds: 0 });
  });
});
