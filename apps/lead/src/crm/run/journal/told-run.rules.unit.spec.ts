import { expect, it } from '@jest/globals';
import { crmSyncEndedV1, crmSyncStartedV1 } from '@leadstream/contracts';
import type { RunRecord } from '../sync-run.js';
import { toldEnd, toldStart } from './told-run.rules.js';

const NOON = new Date('2026-11-01T12:00:00Z');
const CONNECTION = '01920000-0000-7000-8000-000000000002';
const RUN: RunRecord = {
  runId: '01920000-0000-7000-8000-000000000001',
  provider: 'salesforce',
  kind: 'incremental',
  status: 'running',
  phase: 'pull',
  windowFrom: NOON,
  windowUntil: NOON,
  position: { change: { cursor: 'ada@example.com' } } as unknown as RunRecord['position'],
  pages: 1,
  pulled: { created: 2, unchanged: 40 },
  pushed: {},
  failures: 1,
  errorCode: 'LEAD.CRM_PEER_UNREACHABLE',
  waitsUntil: NOON,
  createdAt: NOON,
  endedAt: null,
};
const at = '2026-11-01T12:00:00.000Z';

it('tells of a sync of which connection it is, and whether it goes on where another one failed', () => {
  const told = toldStart(RUN, CONNECTION, true);
  expect(told).toEqual({
    runId: RUN.runId,
    connectionId: CONNECTION,
    provider: 'salesforce',
    kind: 'incremental',
    resumed: true,
    startedAt: at,
  });
  expect(crmSyncStartedV1.data.parse(told)).toEqual(told);
});

it.each([
  ['running', 'cancelled'],
  ['completed', 'completed'],
  ['failed', 'failed'],
] as const)('tells the end of one that is %s as %s, with what became of how many', (status, told) => {
  const data = toldEnd({ ...RUN, status }, NOON);
  const counts = { pulled: { created: 2, unchanged: 40 }, pushed: {} };
  const { runId, provider, kind, errorCode } = RUN;
  expect(data).toEqual({ runId, provider, kind, errorCode, ...counts, status: told, endedAt: at });
  expect(crmSyncEndedV1.data.parse(data)).toEqual(data);
});
