import { expect, it } from '@jest/globals';
import { scoringModelChangedV1 } from '@leadstream/contracts';
import type { CustomFieldDefinition } from '../../custom-fields/custom-field.js';
import { fieldRegistry } from '../../filter/fields/field-registry.rules.js';
import { acceptWeights } from './accept-weights.rules.js';
import { DEFAULT_MODEL } from './default-model.rules.js';
import type { ModelStep, ScoringModelRecord } from './scoring-model.js';
import { activatedStep, changedStep, draftedStep, rehearsedStep, retiredStep, statedWeights, toldModel } from './scoring-model.rules.js';

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

/** A text field that leads have under a key. */
function textField(fieldId: string, key: string): CustomFieldDefinition {
  return { fieldId, key, label: key, type: 'text', options: {}, isArchived: false } as unknown as CustomFieldDefinition;
}

const rule = { key: 'tier', label: 'Is gold', group: 'who', points: 10 };
const gold = { field: 'customFields.tier', operator: 'eq', value: 'gold' };
const stated = {
  ...{ fitSharePercent: 50, engagementRules: [] },
  groups: [{ key: 'who', label: 'Who', part: 'fit' as const, cap: 100 }],
  fitRules: [{ ...rule, filter: gold }],
};

/** Weights as a tenant with these fields has them read; errors as `path code`. */
function read(fields: readonly CustomFieldDefinition[], ...[weights, kept]: [object, ScoringModelRecord['weights']['fitRules']?]) {
  const accepted = acceptWeights(fieldRegistry(fields), weights as typeof stated, kept);
  if ('errors' in accepted) throw new Error(accepted.errors.map(({ path, code }) => `${path} ${code}`).join());
  return accepted.weights;
}

it('reads rules again that are stated only; the others stay, by whatever key another field goes by now', () => {
  const before = read([textField('level', 'tier')], stated);
  const fields = [textField('level', 'grade'), textField('other', 'tier')];
  const kept = read(fields, { ...statedWeights(before), fitSharePercent: 40 }, before.fitRules);
  expect(kept).toEqual({ ...before, fitSharePercent: 40 });
  expect(read([], statedWeights(before), before.fitRules)).toEqual(before);
  expect(() => read([], { ...stated, groups: [] }, before.fitRules)).toThrow('fitRules.0.group group.unknown');
  expect(() => read([], stated)).toThrow('fitRules.0.filter.field filter.field_unknown');
});

it('is changed by rules that are stated in the same words, but ask of another field by now', () => {
  const model = { ...DRAFT, weights: read([textField('level', 'tier')], stated) };
  expect(changedStep(model, { name: 'Ours', weights: read([textField('level', 'tier')], stated) }, NOON)).toBeUndefined();
  const step = changedStep(model, { name: 'Ours', weights: read([textField('other', 'tier')], stated) }, NOON);
  expect(step?.changes.map(({ field }) => field)).toEqual(['fitRules']);
});
