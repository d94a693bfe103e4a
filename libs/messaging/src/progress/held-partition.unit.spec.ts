import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { HeldPartition } from './held-partition.js';

const TAKEN_OVER = new Date('2026-11-20T12:00:00Z');
const lease = { topic: 'crm.lead.v1', partition: 0, fencingToken: '1', highWater: 5 };

beforeEach(() => {
  jest.useFakeTimers({ now: TAKEN_OVER });
});
afterEach(() => {
  jest.useRealTimers();
});

const pass = (seconds: number): void => void jest.advanceTimersByTime(seconds * 1_000);

it('lags by its tenure while nothing was ever applied, so that a group that cannot begin is seen', () => {
  const held = new HeldPartition(lease, '', 5, 9);
  pass(90);
  expect(held).toMatchObject({ lagRecords: 4, lagSeconds: 90 });
});

it('lags by the age of the last applied record once there is one', () => {
  const held = new HeldPartition(lease, '', 5, 9);
  held.advance(held.position(7, TAKEN_OVER.getTime() - 30_000));
  pass(10);
  expect(held).toMatchObject({ lagRecords: 2, lagSeconds: 40 });
});

it('lags by nothing at the end of the log', () => {
  const held = new HeldPartition(lease, '', 9, 9);
  pass(3_600);
  expect(held).toMatchObject({ lagRecords: 0, lagSeconds: 0 });
});
