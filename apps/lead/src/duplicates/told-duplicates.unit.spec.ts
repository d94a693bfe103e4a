import { expect, it } from '@jest/globals';
import {
  duplicateDismissedV1,
  duplicateFactsChangedV1,
  duplicateRunEndedV1,
  duplicateRunStartedV1,
  leadDuplicatesFoundV1,
} from '@leadstream/contracts';
import { toldFacts } from './facts/told-facts.rules.js';
import { toldDismissal } from './pairs/present-pair.rules.js';
import { contextOf, type EndedRun, toldEnd, toldPairs, toldStart } from './run/told-run.rules.js';

const [TENANT, RUN, LEFT, RIGHT, PAIR] = [
  '01920000-0000-7000-8000-000000000001',
  '01920000-0000-7000-8000-000000000002',
  '01920000-0000-7000-8000-000000000003',
  '01920000-0000-7000-8000-000000000004',
  '01920000-0000-7000-8000-000000000005',
];
const NOON = new Date('2026-11-01T12:00:00Z');
const LATER = new Date('2026-11-01T12:05:00Z');

const completed: EndedRun = {
  runId: RUN,
  status: 'completed',
  minScore: 0.9,
  leads: 1_000,
  comparedTo: '0',
  pairsCompared: 52_340,
  blocksSkipped: 2,
  found: 479,
  opened: 12,
  actorKind: 'member',
  actorId: 'ada',
  requestId: 'req-1',
  createdAt: NOON,
  startedAt: NOON,
  endedAt: LATER,
};

it('tells a run when it is asked for, and how it ended', () => {
  expect(toldStart(completed)).toEqual({ runId: RUN, minScore01: 0.9, createdAt: '2026-11-01T12:00:00.000Z' });
  expect(toldEnd(completed)).toEqual({
    runId: RUN,
    status: 'completed',
    minScore01: 0.9,
    leads: 1_000,
    compared: 52_340,
    found: 479,
    opened: 12,
    endedAt: '2026-11-01T12:05:00.000Z',
  });
  expect(toldPairs(completed)).toMatchObject({ leads: 1_000, found: 479, opened: 12, completedAt: '2026-11-01T12:05:00.000Z' });
  expect(duplicateRunStartedV1.data.parse(toldStart(completed))).toEqual(toldStart(completed));
  expect(duplicateRunEndedV1.data.parse(toldEnd(completed))).toEqual(toldEnd(completed));
  expect(leadDuplicatesFoundV1.data.parse(toldPairs(completed))).toEqual(toldPairs(completed));
});

it('tells of a run that was cancelled before leads were counted that nothing is known', () => {
  const cancelled: EndedRun = { ...completed, status: 'cancelled', leads: null, pairsCompared: 0, found: null, opened: null };
  const told = toldEnd(cancelled);
  expect(told).toMatchObject({ status: 'cancelled', leads: null, compared: 0, found: null, opened: null });
  expect(duplicateRunEndedV1.data.parse(told)).toEqual(told);
});

it('does what a worker does for whoever asked for the run', () => {
  expect(contextOf({ tenantId: TENANT, runId: RUN, fence: '1', attempts: 1 }, completed)).toEqual({
    tenantId: TENANT,
    actor: { kind: 'member', id: 'ada' },
    scopes: [],
    requestId: 'req-1',
  });
});

it('tells which two are not one person, and nothing that was written about them', () => {
  const told = toldDismissal({
    pairId: PAIR,
    leftId: LEFT,
    rightId: RIGHT,
    score01: 0.94,
    against: 'family',
    explanation: [{ field: 'firstName', similarity01: 0.9, weight: 3 }],
    state: 'dismissed',
    reason: 'Mother and daughter',
    runId: RUN,
    foundAt: NOON,
    stateChangedAt: LATER,
    dismissals: 2,
  });
  const leads = { leftLeadId: LEFT, rightLeadId: RIGHT };
  expect(told).toEqual({ pairId: PAIR, ...leads, score01: 0.94, runId: RUN, dismissedAt: '2026-11-01T12:05:00.000Z' });
  expect(duplicateDismissedV1.data.parse(told)).toEqual(told);
});

it('tells all facts of a tenant under its own id, and that it has none any more', () => {
  const told = toldFacts(TENANT, 2, [{ fieldId: PAIR, key: 'birthDate', kind: 'date' }], NOON);
  const facts = [{ fieldId: PAIR, key: 'birthDate', kind: 'date' }];
  expect(told).toEqual({ factsId: TENANT, version: 2, facts, changedAt: '2026-11-01T12:00:00.000Z' });
  expect(duplicateFactsChangedV1.data.parse(told)).toEqual(told);
  expect(toldFacts(TENANT, 3, [], NOON)).toMatchObject({ version: 3, facts: [] });
});
