import { describe, expect, it } from '@jest/globals';
import { uuidV7 } from '@leadstream/kernel';
import { defaultPipeline } from '../../pipelines/pipeline.rules.js';
import type { DealRecord } from '../deal.js';
import { isRotting } from './deal-status.rules.js';
import { createdStep, deletedStep, movedStep, restoredStep, updatedStep } from './deal-step.rules.js';

const day = (number: number) => new Date(Date.UTC(2026, 10, number));

describe('a deal that moves', () => {
  it('was as long in its stages as it was there, however often its status changed meanwhile', () => {
    const { pipelineId, stages } = defaultPipeline(uuidV7, day(1));
    const [first, second] = stages;
    if (!first || !second) throw new Error('a pipeline has stages');
    const entered: Pick<DealRecord, 'stageId' | 'stageEnteredAt'> = { stageId: first.stageId, stageEnteredAt: day(1) };
    const deal = {
      dealId: uuidV7.next(),
      pipelineId,
      status: 'active',
      lossReason: null,
      openedAt: day(1),
      version: 1,
      products: [],
      tagIds: [],
      ...entered,
    };
    const nurtured = movedStep(
      deal as unknown as DealRecord,
      { stage: { ...first, pipelineId }, status: 'nurturing', lossReason: null },
      day(11),
    );
    const moved =
      nurtured && movedStep(nurtured.deal, { stage: { ...second, pipelineId }, status: 'nurturing', lossReason: null }, day(12));
    expect([nurtured, moved].map((step) => step?.move?.from?.secondsInStage)).toEqual([0, 11 * 86_400]);
    const record = deal as unknown as DealRecord;
    const patched = updatedStep(record, { status: 'nurturing', name: 'Loft' }, first, day(11));
    expect(patched?.move).toEqual(nurtured?.move);
    expect(patched?.move).toEqual({ from: { stageId: first.stageId, status: 'active', secondsInStage: 0 }, changedAt: day(11) });
    expect(updatedStep(record, { name: 'Loft' }, first, day(11))).not.toHaveProperty('move');
  });
});

describe('a deal that rots', () => {
  const { pipelineId, stages } = defaultPipeline(uuidV7, day(1));
  const [first] = stages;
  if (!first) throw new Error('a pipeline has stages');
  const stage = { ...first, pipelineId, rotsAfterDays: 5 };
  const stated = {
    leadId: uuidV7.next(),
    name: 'Loft',
    status: 'active',
    products: [],
    openedAt: day(1),
    closedAt: null,
    lossReason: null,
  };
  const { deal } = createdStep(uuidV7.next(), stated as unknown as Parameters<typeof createdStep>[1], pipelineId, stage, day(1));
  const after = (step: { readonly deal: DealRecord } | undefined) => step && [step.deal.updatedAt, isRotting(step.deal, stage, day(9))];

  it('does so while only its tags change', () => {
    expect([isRotting(deal, stage, day(6)), isRotting(deal, stage, day(7))]).toEqual([false, true]);
    const tagged = updatedStep(deal, { tagIds: [uuidV7.next()] }, stage, day(8));
    expect(after(tagged)).toEqual([day(8), true]);
    expect(after(tagged && updatedStep(tagged.deal, { tagIds: [] }, stage, day(9)))).toEqual([day(9), true]);
  });

  it('does so no more once anything else happens to it', () => {
    const deleted = deletedStep(deal, stage, day(7));
    const steps = [
      updatedStep(deal, { name: 'Loft in Mitte' }, stage, day(8)),
      updatedStep(deal, { name: 'Loft in Mitte', tagIds: [uuidV7.next()] }, stage, day(8)),
      movedStep(deal, { stage, status: 'nurturing', lossReason: null }, day(8)),
      restoredStep(deleted.deal, stage, day(8)),
    ];
    expect(steps.map(after)).toEqual(steps.map(() => [day(8), false]));
  });
});
