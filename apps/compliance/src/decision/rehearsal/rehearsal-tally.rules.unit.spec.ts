import { expect, it } from '@jest/globals';
import type { PolicyRehearsalChange } from '@leadstream/contracts';
import { EMPTY_TALLY, presentRehearsal, tallied } from './rehearsal-tally.rules.js';
import type { PastDecision, RehearsalRecord, RehearsedDecision } from './rehearsal.js';

const NOON = new Date('2026-11-27T12:00:00.000Z');
const decision = (outcome: PastDecision['outcome']): PastDecision => ({
  ...{ id: 'd', leadId: 'l', channel: 'email', purpose: 'marketing', decidedAt: NOON, at: NOON, laterAt: null, reasons: [], facts: null },
  outcome,
});
const change: PolicyRehearsalChange = {
  ...({ decisionId: 'd', leadId: 'l', channel: 'email', purpose: 'marketing', decidedAt: '', at: '' } as const),
  before: { outcome: 'allow', laterAt: null },
  after: { outcome: 'deny', laterAt: null },
  came: [],
  went: [],
};

it('counts each decision before and after, and what cannot be told apart from what stays', () => {
  const rehearsed: RehearsedDecision[] = [
    { decision: decision('allow'), after: 'deny', change, hasOtherReasons: false },
    { decision: decision('deny'), after: 'deny', change: undefined, hasOtherReasons: true },
    { decision: decision('later'), unknown: 'noContacts' },
    { decision: decision('allow'), unknown: 'noFacts' },
  ];
  const expected = {
    decisions: 4,
    before: { allow: 2, deny: 1, later: 1 },
    after: { allow: 0, deny: 2, later: 0, unknown: 2 },
    changed: 1,
    otherReasons: 1,
    unknown: { noFacts: 1, factsIncomplete: 0, noContacts: 1 },
  };
  expect(tallied(EMPTY_TALLY, rehearsed)).toEqual(expected);
  expect(tallied(tallied(EMPTY_TALLY, rehearsed.slice(0, 1)), rehearsed.slice(1))).toEqual(expected);
});

it.each<[Partial<RehearsalRecord>, number]>([
  [{}, 0],
  [{ doneUntil: new Date('2026-11-25T12:00:00Z') }, 50],
  [{ doneUntil: new Date('2026-11-25T12:00:00Z'), status: 'completed' }, 100],
  [{ doneUntil: new Date('2026-11-25T12:00:00Z'), status: 'cancelled' }, 50],
])('tells how far it is by time: %j', (changes, percent) => {
  const rehearsal: RehearsalRecord = {
    ...{
      rehearsalId: 'r',
      policyId: 'p',
      policyVersion: 1,
      ruleSetVersion: 'default-3',
      status: 'running',
      doneUpTo: 'd',
      doneUntil: null,
    },
    ...{ settings: { requiresStatedConsent: true, hours: [], caps: [] }, ruleChanges: { without: [], rules: [] } },
    ...{ tally: EMPTY_TALLY, createdAt: NOON, endedAt: null },
    from: new Date('2026-11-23T12:00:00Z'),
    to: NOON,
    ...changes,
  };
  expect(presentRehearsal(rehearsal).progress.percent).toBe(percent);
});
