import { expect, it } from '@jest/globals';
import { pipelineCounts } from './pipeline-summary.rules.js';

const at = new Date('2026-11-01T12:00:00Z');
const stage = (stageId: string, probability: number, closes = false) => ({
  stageId,
  name: stageId,
  probability,
  closes,
  rotsAfterDays: null,
});
const pipeline = {
  ...{ pipelineId: 'p', version: 1, name: 'Sales', isDefault: true, createdAt: at, updatedAt: at },
  stages: [stage('new', 33), stage('late', 66), stage('closed', 100, true)],
};
const count = (stageId: string, currency: string | null, deals: number, sum: string | null, seconds: number) => ({
  ...{ stageId, currency, deals, sum, rotting: 1 },
  ageMicros: String(seconds * 1_000_000),
  inStageMicros: '1999999',
});

it('adds no currency to another, and rounds what is weighted once', () => {
  const open = [count('new', 'EUR', 1, '0.01', 10), count('late', 'EUR', 2, '0.01', 30), count('late', 'JPY', 1, '5.00', 0), count('new', null, 1, null, 2)]; // prettier-ignore
  const { open: all, stages } = pipelineCounts(pipeline, open, []);
  // 0.33 + 0.66 cents are one cent; rounded each for itself they are 0 and 1.
  expect(all).toEqual({
    deals: 5,
    values: [
      { sum: { amount: '0.02', currency: 'EUR' }, weighted: { amount: '0.01', currency: 'EUR' } },
      { sum: { amount: '5.00', currency: 'JPY' }, weighted: { amount: '3.30', currency: 'JPY' } },
    ],
    meanAgeSeconds: 8,
    rotting: 4,
  });
  expect(stages.map(({ stage: { name }, deals, meanSecondsInStage }) => [name, deals, meanSecondsInStage])).toEqual([['new', 2, 1], ['late', 3, 1]]); // prettier-ignore
});

it('has no rate and no mean of nothing', () => {
  const { open, closed } = pipelineCounts(pipeline, [], []);
  expect([open.meanAgeSeconds, closed.winRate01, closed.won.values]).toEqual([null, null, []]);
});

it('tells won from lost, each by currency', () => {
  const { closed } = pipelineCounts(pipeline, [], [
    { status: 'closed-won', currency: 'EUR', deals: 2, sum: '30.00' },
    { status: 'closed-won', currency: null, deals: 1, sum: null },
    { status: 'closed-lost', currency: 'EUR', deals: 1, sum: '7.00' },
  ]); // prettier-ignore
  expect(closed).toEqual({
    won: { deals: 3, values: [{ amount: '30.00', currency: 'EUR' }] },
    lost: { deals: 1, values: [{ amount: '7.00', currency: 'EUR' }] },
    winRate01: 0.75,
  });
});
