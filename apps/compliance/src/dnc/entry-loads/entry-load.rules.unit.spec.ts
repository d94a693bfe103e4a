import { expect, it } from '@jest/globals';
import { dncEntryLoadEndedV1, dncEntryLoadReceivedV1 } from '@leadstream/contracts';
import { refusedOutcome, toldEnd, toldReceipt } from './entry-load.rules.js';

const LOAD = '01920000-0000-7000-8000-000000000001';
const NOON = new Date('2026-11-20T12:00:00Z');
const at = '2026-11-20T12:00:00.000Z';

it('is told as it comes in: what is to be blocked, and neither who asked for it nor why', () => {
  const options = { channels: ['email' as const], expiresAt: '2027-01-01T00:00:00Z', reason: 'Ada asked.', source: 'Ada' };
  const told = toldReceipt(LOAD, options, 42, NOON);
  const until = { channels: ['email'], expiresAt: '2027-01-01T00:00:00.000Z' };
  expect(told).toEqual({ loadId: LOAD, ...until, sizeBytes: 42, receivedAt: at });
  expect(dncEntryLoadReceivedV1.data.parse(told)).toEqual(told);
  expect(toldReceipt(LOAD, { channels: [], expiresAt: null }, 42, NOON)).toMatchObject({ channels: [], expiresAt: null });
});

it('is told as it ends: with how many rows, and never what stands there', () => {
  const problems = [{ line: 2, code: 'phone', value: 'n…' }];
  const completed = toldEnd(LOAD, { rows: 5, added: 2, changed: 1, unchanged: 1, refused: 1, problems }, null, NOON);
  const counts = { rows: 5, added: 2, changed: 1, unchanged: 1, refused: 1 };
  expect(completed).toEqual({ loadId: LOAD, status: 'completed', refusal: null, ...counts, endedAt: at });
  expect(dncEntryLoadEndedV1.data.parse(completed)).toEqual(completed);
  const refused = toldEnd(LOAD, refusedOutcome({ rows: 4, refused: 4, problems }), 'COMPLIANCE.DNC_FILE_NO_LIST', NOON);
  expect(refused).toMatchObject({ status: 'refused', refusal: 'COMPLIANCE.DNC_FILE_NO_LIST', rows: 4, added: 0, refused: 4 });
});
