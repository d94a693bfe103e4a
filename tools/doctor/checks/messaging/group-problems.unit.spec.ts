import { expect, it } from '@jest/globals';
import { groupProblems, type PartitionState } from './group-problems.ts';

const mends = { restart: 'restart', logs: 'logs' };
const partition = (state: Partial<PartitionState> = {}): PartitionState => ({
  topic: 'crm.lead.v1',
  partition: 0,
  low: 0,
  end: 10,
  committed: 10,
  progress: { highWater: 10, lagSeconds: 1 },
  ...state,
});
const of = (partitions: readonly PartitionState[], members = 1) =>
  groupProblems({ group: 'compliance.lead-projection', members, partitions }, mends).map(
    ({ severity, finding, mend }) => `${severity}: ${finding} -> ${mend}`,
  );

it('says nothing of a group that is there and at the end', () => {
  expect(of([partition()])).toEqual([]);
});

it('says that nobody is there', () => {
  expect(of([], 0)).toEqual(['critical: nobody is in the group: nothing is applied -> restart']);
});

it('tells partitions that suffer from the same in one line, with their records and the longest wait', () => {
  const lag = (number: number, lagSeconds: number) =>
    partition({ partition: number, committed: 4, progress: { highWater: 4, lagSeconds } });
  expect(of([lag(3, 301), lag(1, 400), lag(2, 61), lag(0, 60)])).toEqual([
    'critical: partition 1, 3: lags (12 records, 400 s) -> logs',
    'warn: partition 2: lags (6 records, 61 s) -> logs',
  ]);
});

it.each([
  ['no row though there are records', { progress: undefined }, 'no progress row, so nothing can be applied (10 records)'],
  ['a database behind the broker', { progress: { highWater: 7, lagSeconds: 0 } }, 'behind what the broker has as applied'],
  ['a database ahead of the topic', { end: 5 }, 'ahead of the end of the topic'],
  ['records that left too early', { low: 12, end: 20, committed: -1 }, 'records left the topic before they were applied (2 records)'],
])('finds %s', (_name, state, text) => {
  expect(of([partition(state)])).toEqual([expect.stringContaining(text)]);
});

it('expects no row of a partition that was always empty', () => {
  expect(of([partition({ end: 0, committed: -1, progress: undefined })])).toEqual([]);
});
