import { isDeepStrictEqual } from 'node:util';
import type { DataOf, ScoringModel, scoringModelChangedV1, StatedWeights } from '@leadstream/contracts';
import type { FieldChange } from '../../lead/lead.js';
import type { ScoreWeights } from '../score/score.js';
import type { ModelAction, ModelStep, ScoringModelRecord } from './scoring-model.js';

/** The first version of a model. */
export function draftedStep(model: ScoringModelRecord, at: Date): ModelStep {
  return { model, action: 'created', changes: fieldsOf(model).map(([field, after]) => ({ field, before: null, after })), at };
}

/** @returns undefined when nothing would be other than before */
export function changedStep(
  before: ScoringModelRecord,
  stated: Pick<ScoringModelRecord, 'name' | 'weights'>,
  at: Date,
): ModelStep | undefined {
  const after: ScoringModelRecord = { ...before, ...stated, status: 'draft', version: before.version + 1 };
  const past = new Map(fieldsOf(before));
  // The same words may ask of other fields by now.
  const readsOtherwise = !isDeepStrictEqual(before.weights.fitRules, after.weights.fitRules);
  const changes = fieldsOf(after)
    .filter(([field, value]) => !isDeepStrictEqual(past.get(field), value) || (field === 'fitRules' && readsOtherwise))
    .map(([field, value]) => ({ field, before: past.get(field), after: value }));
  return changes.length === 0 ? undefined : { model: after, action: 'updated', changes, at };
}

export function rehearsedStep(before: ScoringModelRecord, at: Date): ModelStep {
  return movedStep(before, { status: 'rehearsed' }, 'rehearsed', at);
}

export function activatedStep(before: ScoringModelRecord, at: Date): ModelStep {
  return movedStep(before, { status: 'active', activatedAt: at }, 'activated', at);
}

export function retiredStep(before: ScoringModelRecord, at: Date): ModelStep {
  return movedStep(before, { status: 'retired', retiredAt: at }, 'retired', at);
}

/** Whether a model may still be changed. */
export function isOpen({ status }: ScoringModelRecord): boolean {
  return status === 'draft' || status === 'rehearsed';
}

/** Weights as a client could have stated them. */
export function statedWeights({ fitSharePercent, groups, fitRules, engagementRules }: ScoreWeights): StatedWeights {
  return {
    fitSharePercent,
    groups: groups.map((group) => ({ ...group })),
    fitRules: fitRules.map(({ stated, filter: _filter, ...rule }) => ({ ...rule, filter: stated })),
    engagementRules: engagementRules.map((rule) => ({ ...rule, kinds: [...rule.kinds] })),
  };
}

/** As the API shows it. */
export function presentModel({ modelId, weights, createdAt, activatedAt, retiredAt, ...model }: ScoringModelRecord): ScoringModel {
  const times = {
    createdAt: createdAt?.toISOString() ?? null,
    activatedAt: activatedAt?.toISOString() ?? null,
    retiredAt: retiredAt?.toISOString() ?? null,
  };
  return { id: modelId, ...model, ...statedWeights(weights), ...times };
}

/** What `scoring-model.changed` tells of a step. */
export function toldModel({ model, action, changes, at }: ModelStep): DataOf<typeof scoringModelChangedV1> {
  const { modelId, number, version, name, status } = model;
  return { modelId, number, action, version, name, status, changed: changes.map(({ field }) => field), changedAt: at.toISOString() };
}

function movedStep(before: ScoringModelRecord, moved: Partial<ScoringModelRecord>, action: ModelAction, at: Date): ModelStep {
  const model = { ...before, ...moved, version: before.version + 1 };
  const changes: FieldChange[] = [{ field: 'status', before: before.status, after: model.status }];
  return { model, action, changes, at };
}

function fieldsOf({ name, weights }: ScoringModelRecord): [string, unknown][] {
  return Object.entries({ name, ...statedWeights(weights) });
}
