import { expect, it } from '@jest/globals';
import { scoringRehearsalCompletedV1, scoringRehearsalStartedV1 } from '@leadstream/contracts';
import type { RehearsalRecord, RehearsedLead } from './rehearsal.js';
import { emptyTally, tallied, toldEnd, toldStart } from './rehearsal.rules.js';

const NOON = new Date('2026-11-01T12:00:00Z');
const LEAD = '01920000-0000-7000-8000-000000000009';
const BEGUN: RehearsalRecord = {
  rehearsalId: '01920000-0000-7000-8000-000000000001',
  modelId: '01920000-0000-7000-8000-000000000002',
  modelVersion: 3,
  status: 'running',
  leadsTotal: 2,
  leadsDone: 0,
  doneUpTo: '00000000-0000-0000-0000-000000000000',
  tally: emptyTally(),
  createdAt: NOON,
  completedAt: null,
};
const cold = { tenths: 80, temperature: 'cold' } as const;
const warmer: RehearsedLead = { leadId: LEAD, before: cold, after: { tenths: 600, temperature: 'warm' } };

it('tells of a rehearsal how many leads would change, never which', () => {
  const tried = { rehearsalId: BEGUN.rehearsalId, modelId: BEGUN.modelId, modelVersion: 3 };
  const started = toldStart(BEGUN);
  expect(started).toEqual({ ...tried, leads: 2, startedAt: '2026-11-01T12:00:00.000Z' });
  expect(scoringRehearsalStartedV1.data.parse(started)).toEqual(started);
  const tally = tallied(BEGUN.tally, [warmer, { ...warmer, after: cold }, { ...warmer, after: cold }]);
  const ended = toldEnd({ ...BEGUN, leadsDone: 3, tally }, NOON);
  const temperatures = { before: { cold: 3, warm: 0, hot: 0 }, after: { cold: 2, warm: 1, hot: 0 } };
  expect(ended).toEqual({ ...tried, ...temperatures, leads: 3, changed: 1, completedAt: '2026-11-01T12:00:00.000Z' });
  expect(scoringRehearsalCompletedV1.data.parse(ended)).toEqual(ended);
  expect(JSON.stringify(ended)).not.toContain(LEAD);
});
