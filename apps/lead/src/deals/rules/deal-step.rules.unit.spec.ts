import { describe, expect, it } from '@jest/globals';
import { uuidV7 } from '@leadstream/kernel';
import { defaultPipeline } from '../../pipelines/pipeline.rules.js';
import type { DealRecord } from '../deal.js';
import { movedStep } from './deal-step.rules.js';

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
  });
});
