import { expect, it } from '@jest/globals';
import { pipelineChangedV1 } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { defaultPipeline, toldPipeline } from './pipeline.rules.js';

const NOON = new Date('2026-11-01T12:00:00Z');

it('tells a pipeline with the probability, the end and the patience of every stage, in their order', () => {
  const made = defaultPipeline(uuidV7, new Date('2026-10-01T12:00:00Z'));
  const [first, ...others] = made.stages;
  if (!first) throw new Error('a pipeline has stages');
  const changed = { ...made, version: 2, name: 'Sales', updatedAt: NOON, stages: [{ ...first, probability: 12 }, ...others] };
  const told = toldPipeline(changed, 'updated');
  expect(pipelineChangedV1.data.parse(told)).toEqual(told);
  expect(told).toMatchObject({ pipelineId: made.pipelineId, action: 'updated', version: 2, name: 'Sales', isDefault: true });
  expect(told.changedAt).toBe('2026-11-01T12:00:00.000Z');
  expect(told.stages[0]).toEqual({ stageId: first.stageId, name: 'created', probability: 12, closes: false, rotsAfterDays: 30 });
  expect(told.stages.at(-1)).toMatchObject({ name: 'closed', probability: 100, closes: true, rotsAfterDays: null });
  expect(toldPipeline(made, 'created')).toMatchObject({ action: 'created', version: 1, name: 'Default' });
});
