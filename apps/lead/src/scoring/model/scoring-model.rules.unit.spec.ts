import { expect, it } from '@jest/globals';
import { scoringModelChangedV1 } from '@leadstream/contracts';
import { DEFAULT_MODEL } from './default-model.rules.js';
import type { ModelStep, ScoringModelRecord } from './scoring-model.js';
import { activatedStep, changedStep, draftedStep, rehearsedStep, retiredStep, toldModel } from './scoring-model.rules.js';

const NOON = new Date('2026-11-01T12:00:00Z');
const DRAFT: ScoringModelRecord = {
  ...DEFAULT_MODEL,
  modelId: '01920000-0000-7000-8000-000000000001',
  number: 2,
  name: 'Ours',
  status: 'draft',
  createdAt: NOON,
};

it('tells every step of a model once, in rising versions, with what differs', () => {
  const drafted = draftedStep(DRAFT, NOON);
  const changed = changedStep(drafted.model, { ...DRAFT, weights: { ...DRAFT.weights, fitSharePercent: 12 } }, NOON) as ModelStep;
  const rehearsed = rehearsedStep(changed.model, NOON);
  const activated = activatedStep(rehearsed.model, NOON);
  const told = [drafted, changed, rehearsed, activated, retiredStep(activated.model, NOON)].map(toldModel);
  expect(told.map(({ version, action, status, changed: names }) => [version, action, status, ...names])).toEqual([
    [1, 'created', 'draft', 'name', 'fitSharePercent', 'groups', 'fitRules', 'engagementRules'],
    [2, 'updated', 'draft', 'fitSharePercent'],
    [3, 'rehearsed', 'rehearsed', 'status'],
    [4, 'activated', 'active', 'status'],
    [5, 'retired', 'retired', 'status'],
  ]);
  for (const data of told) {
    expect(scoringModelChangedV1.data.parse(data)).toEqual(data);
    expect(data).toMatchObject({ modelId: DRAFT.modelId, number: 2, name: 'Ours', changedAt: '2026-11-01T12:00:00.000Z' });
  }
});
