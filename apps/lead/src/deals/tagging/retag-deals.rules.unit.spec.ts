import { expect, it } from '@jest/globals';
import type { DealRecord } from '../deal.js';
import { retagDeals } from './retag-deals.rules.js';

const now = new Date('2026-11-01T12:00:00Z');
const id = (number: number) => `01920000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const stage = { stageId: id(1), pipelineId: id(2), place: 0, name: 'created', probability: 5, closes: false, rotsAfterDays: null };
const stages = new Map([[stage.stageId, stage]]);
const deal = (dealId: string, tagIds: readonly string[]): DealRecord => ({
  ...{
    dealId,
    version: 1,
    leadId: id(3),
    standsWith: id(3),
    externalId: null,
    name: 'Loft',
    pipelineId: id(2),
    stageId: id(1),
    status: 'active',
  },
  ...{ value: null, expectedCloseOn: null, lossReason: null, products: [], ownerId: null, tagIds, stageEnteredAt: now },
  ...{ openedAt: now, closedAt: null, createdAt: now, updatedAt: now, lastWorkedAt: now, deletedAt: null },
});
const tags = Array.from({ length: 100 }, (_, index) => id(1_000 + index));

it('leaves a deal as it is that would have more tags than one may, and goes on with the next', () => {
  const [full, other] = [deal(id(10), tags), deal(id(11), [])];
  const { results, steps } = retagDeals([full.dealId, other.dealId], [other, full], { add: [id(9)], remove: [] }, { stages, now });
  expect(results).toEqual([
    { status: 'failed', id: full.dealId, error: expect.objectContaining({ code: 'LEAD.TOO_MANY_TAGS', limit: 100 }) },
    { status: 'updated', id: other.dealId, version: 2 },
  ]);
  expect(steps.map(({ deal: { dealId, tagIds } }) => [dealId, tagIds])).toEqual([[other.dealId, [id(9)]]]);
});

it('lets a deal have the hundredth tag, and another one in place of one that goes', () => {
  const full = deal(id(10), tags);
  const { steps } = retagDeals([full.dealId], [full], { add: [id(9)], remove: [id(1_000)] }, { stages, now });
  expect(steps[0]?.deal.tagIds).toEqual([id(9), ...tags.slice(1)]);
});

it('does each deal once, however often it is named', () => {
  const one = deal(id(10), []);
  const { results, steps } = retagDeals([one.dealId, one.dealId], [one], { add: [id(9)], remove: [] }, { stages, now });
  expect([results.map(({ status }) => status), steps.length]).toEqual([['updated', 'unchanged'], 1]);
});
