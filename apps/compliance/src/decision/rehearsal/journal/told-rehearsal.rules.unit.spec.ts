import { expect, it } from '@jest/globals';
import { policyRehearsalEndedV1, policyRehearsalStartedV1 } from '@leadstream/contracts';
import type { RehearsalRecord } from '../rehearsal.js';
import { toldEnd, toldStart } from './told-rehearsal.rules.js';

const NOON = new Date('2026-11-01T12:00:00Z');
const LAST = '01920000-0000-7000-8000-000000000009';
const REHEARSAL: RehearsalRecord = {
  rehearsalId: '01920000-0000-7000-8000-000000000001',
  policyId: '01920000-0000-7000-8000-000000000002',
  policyVersion: 2,
  settings: { requiresStatedConsent: true, hours: [], caps: [] },
  ruleSetVersion: 'default-4',
  ruleChanges: { without: [], rules: [] },
  from: new Date('2026-10-01T12:00:00Z'),
  to: NOON,
  status: 'cancelled',
  doneUpTo: LAST,
  doneUntil: NOON,
  tally: {
    decisions: 5,
    before: { allow: 3, deny: 0, later: 2 },
    after: { allow: 2, deny: 0, later: 2, unknown: 1 },
    changed: 1,
    otherReasons: 1,
    unknown: { noFacts: 1, factsIncomplete: 0, noContacts: 0 },
  },
  createdAt: NOON,
  endedAt: NOON,
};
const { rehearsalId, policyId } = REHEARSAL;
const at = '2026-11-01T12:00:00.000Z';

it('tells of a rehearsal which time it goes through by which rules, and how many decisions would change, never which', () => {
  const started = toldStart(REHEARSAL);
  const times = { from: '2026-10-01T12:00:00.000Z', to: at, startedAt: at };
  expect(started).toEqual({ rehearsalId, policyId, policyVersion: 2, ruleSetVersion: 'default-4', ...times });
  expect(policyRehearsalStartedV1.data.parse(started)).toEqual(started);
  const ended = toldEnd(REHEARSAL, NOON);
  const { before, after } = REHEARSAL.tally;
  const found = { decisions: 5, before, after, changed: 1 };
  expect(ended).toEqual({ rehearsalId, policyId, policyVersion: 2, status: 'cancelled', ...found, endedAt: at });
  expect(policyRehearsalEndedV1.data.parse(ended)).toEqual(ended);
  expect(JSON.stringify(ended)).not.toContain(LAST);
});
