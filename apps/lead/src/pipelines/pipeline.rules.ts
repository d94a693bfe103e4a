import type { DataOf, Pipeline, pipelineChangedV1 } from '@leadstream/contracts';
import type { FieldProblem, IdSource } from '@leadstream/kernel';
import { textFold } from '../custom-fields/index/sort-key.rules.js';
import { normaliseText } from '../lead/values/text.rules.js';
import type { PipelineRecord, StageRecord } from './pipeline.js';

/** Stages of the default pipeline and the chance of deals in them, in per cent. */
const DEFAULT_STAGES = [
  ['created', 5],
  ['shared', 10],
  ['accessed', 20],
  ['engaged', 40],
  ['qualified', 60],
  ['advanced', 80],
  ['closed', 100],
] as const;
const DEFAULT_NAME = 'Default';
const DEFAULT_ROTS_AFTER_DAYS = 30;

/** The pipeline that every tenant has from the start. */
export function defaultPipeline(ids: IdSource, now: Date): PipelineRecord {
  const stages = DEFAULT_STAGES.map(([name, probability]): StageRecord => {
    const closes = name === 'closed';
    return { stageId: ids.next(), name, probability, closes, rotsAfterDays: closes ? null : DEFAULT_ROTS_AFTER_DAYS };
  });
  return { pipelineId: ids.next(), version: 1, name: DEFAULT_NAME, isDefault: true, stages, createdAt: now, updatedAt: now };
}

/** A stage as a client states it; one without an id is new. */
export interface StatedStage extends Omit<StageRecord, 'stageId'> {
  readonly id?: string | undefined;
}

type Accepted = { readonly name: string; readonly stages: readonly StageRecord[] };

/** Name and stages in their stored form, or why they are refused. */
export function acceptPipeline(
  name: string,
  stages: readonly StatedStage[],
  ids: IdSource,
): { readonly value: Accepted } | { readonly errors: readonly FieldProblem[] } {
  const named = normaliseText(name, 100);
  const read = stages.map(({ id, name: stageName, ...stage }) => ({
    ...stage,
    stageId: id ?? ids.next(),
    text: normaliseText(stageName, 100),
  }));
  const errors: FieldProblem[] = [];
  const refuse = (path: string, code: string, message: string) => errors.push({ path, code, message });
  if (!named.ok) refuse('name', named.code, named.message);
  else if (named.value === null) refuse('name', 'text.blank', 'Says nothing.');
  const folds = new Set<string>();
  for (const [index, { text, closes }] of read.entries()) {
    const path = `stages.${index}.name`;
    if (!text.ok) refuse(path, text.code, text.message);
    else if (text.value === null) refuse(path, 'text.blank', 'Says nothing.');
    else if (folds.has(textFold(text.value))) refuse(path, 'stage.repeated', 'Another stage has this name.');
    else folds.add(textFold(text.value));
    if (closes !== (index === read.length - 1))
      refuse(`stages.${index}.closes`, 'stage.closes_last', 'The last stage closes, and no other.');
  }
  const given = stages.flatMap(({ id }) => (id === undefined ? [] : [id]));
  if (new Set(given).size !== given.length) refuse('stages', 'stage.id_repeated', 'Names a stage twice.');
  if (errors.length > 0 || !named.ok) return { errors };
  const accepted = read.map(({ text, ...stage }) => ({ ...stage, name: text.ok ? (text.value ?? '') : '' }));
  return { value: { name: named.value ?? '', stages: accepted } };
}

/** As the API shows it. */
export function presentPipeline({ pipelineId, version, name, isDefault, stages, createdAt, updatedAt }: PipelineRecord): Pipeline {
  const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
  return { id: pipelineId, version, name, isDefault, stages: stages.map(presentStage), ...times };
}

export function presentStage({ stageId, ...stage }: StageRecord): Pipeline['stages'][number] {
  return { id: stageId, ...stage };
}

/** What `pipeline.changed` tells of a pipeline as it is after the change. */
export function toldPipeline(
  { pipelineId, version, name, isDefault, stages, updatedAt }: PipelineRecord,
  action: 'created' | 'updated',
): DataOf<typeof pipelineChangedV1> {
  const toldStages = stages.map(({ stageId, name: stageName, probability, closes, rotsAfterDays }) => ({
    stageId,
    name: stageName,
    probability,
    closes,
    rotsAfterDays,
  }));
  return { pipelineId, action, version, name, isDefault, stages: toldStages, changedAt: updatedAt.toISOString() };
}
