import type { LeadStatus } from '@leadstream/contracts';
import type { FieldProblem, IdSource, Uuid } from '@leadstream/kernel';
import type { CustomFieldKey } from '../../custom-fields/custom-field.js';
import { isCustomChange, withCustomChange } from '../../custom-fields/values/custom-changes.rules.js';
import { CUSTOM_FIELDS } from '../../custom-fields/values/custom-values.rules.js';
import { identityProblem } from '../../lead/lead.rules.js';
import { type Identifier, IDENTIFIERS, LEAD_FIELDS, type LeadFields, type LeadRecord } from '../../lead/lead.js';
import { statusStep, type StepContext, updateStep } from '../../lead/lead-step.rules.js';
import type { LeadStep } from '../../lead/lead-step.js';
import { MAX_TAGS_EACH } from '../../tags/tag.js';
import type { AuditedStep } from '../../time-travel/lead-at.rules.js';
import { leadAt } from '../../time-travel/lead-at.rules.js';
import { vocabularyProblems } from '../../lead/vocabulary.rules.js';
import type { LeadVocabulary } from '../../lead/vocabulary.js';
import { customValue, MERGED_FIELDS } from './field-merge.rules.js';
import type { FieldOutcome, MergeChoices, MergeRecord, OwnIdentifier, VersionSpan } from '../merge.js';

const KIND_OF = { externalId: 'external', email: 'email', phone: 'phone' } as const satisfies Record<Identifier, unknown>;

/** What the survivor of a merge, or of its undoing, is to be. */
export type SurvivorGoal = Partial<LeadFields> & { readonly status?: LeadStatus; readonly statusChangedAt?: Date };

/** Choices of fields that no lead has, custom ones by their keys. */
export function choiceProblems(choices: MergeChoices, keys: readonly CustomFieldKey[]): FieldProblem[] {
  const custom = keys.map(({ key }) => `${CUSTOM_FIELDS}.${key}`);
  return Object.keys(choices)
    .filter((field) => !MERGED_FIELDS.includes(field) && !custom.includes(field))
    .map((field) => ({ path: `fields.${field}`, code: 'field.unknown', message: 'No lead has such a field.' }));
}

/** When each field was last changed, as far as the audit knows. */
export function lastChanges(steps: readonly AuditedStep[]): Map<string, Date> {
  return new Map(steps.flatMap(({ changes, recordedAt }) => changes.map(({ field }) => [field, recordedAt] as const)));
}

/** What the outcomes make of the survivor. A status that comes from the merged lead dates from when that one reached it. */
export function goalOfMerge(outcomes: readonly FieldOutcome[], merged: LeadRecord): SurvivorGoal {
  const core = outcomes.filter((outcome) => !isCustomChange(outcome)).map(({ field, value }) => [field, value]);
  const custom = outcomes.filter(isCustomChange).map(({ field, value }) => ({ field, before: null, after: value }));
  const customFields = custom.reduce(withCustomChange, {});
  return { ...(Object.fromEntries(core) as SurvivorGoal), customFields, statusChangedAt: merged.statusChangedAt };
}

/**
 * What undoing a merge makes of its survivor: of every field that the merge changed, the value that all other changes came to. What
 * was changed since stays; what merges did that were undone before, and their undoing, does not count. Of tags each goes by itself.
 * @param before the survivor as it is
 * @param steps every version of it, in order
 * @param merges of the survivor, any order, the one to undo included
 */
export function goalOfUndo(
  before: LeadRecord,
  steps: readonly AuditedStep[],
  merge: MergeRecord,
  merges: readonly MergeRecord[],
): SurvivorGoal {
  const touched = new Set(
    steps.filter(({ version }) => lies(version, merge.made)).flatMap(({ changes }) => changes.map(({ field }) => field)),
  );
  if (touched.size === 0) return {};
  const gone = merges
    .filter(({ mergeId, undone }) => undone !== undefined || mergeId === merge.mergeId)
    .flatMap(({ made, undone }) => (undone ? [made, undone.made] : [made]));
  const kept = steps.filter(({ version }) => !gone.some((span) => lies(version, span)));
  const { leadId, capturedAt, createdAt } = before;
  const lead = leadAt({ leadId, capturedAt, createdAt }, kept, kept.at(-1)?.recordedAt ?? createdAt);
  if (!lead) throw new Error('a survivor has no audit of its creation');
  const fields = LEAD_FIELDS.filter((field) => touched.has(field)).map((field) => [
    field,
    field === 'tagIds' ? tagsAfter(kept) : lead[field],
  ]);
  const status = touched.has('status') ? { status: lead.status, statusChangedAt: lead.statusChangedAt } : {};
  const custom = [...touched].filter((field) => isCustomChange({ field }));
  const customFields = custom
    .map((field) => ({ field, before: null, after: customValue(lead, field) }))
    .reduce(withCustomChange, before.customFields);
  return { ...(Object.fromEntries(fields) as Partial<LeadFields>), ...(custom.length > 0 && { customFields }), ...status };
}

/** Tags that were put on in steps, and not taken off again in one: a change tells all tags, those that another change brought included. */
function tagsAfter(steps: readonly AuditedStep[]): readonly Uuid[] {
  const tags = new Set<Uuid>();
  for (const { before, after } of steps.flatMap(({ changes }) => changes.filter(({ field }) => field === 'tagIds'))) {
    const [had, has] = [(before ?? []) as readonly Uuid[], (after ?? []) as readonly Uuid[]];
    for (const tagId of had) if (!has.includes(tagId)) tags.delete(tagId);
    for (const tagId of has) if (!had.includes(tagId)) tags.add(tagId);
  }
  return [...tags].toSorted();
}

/** Without a status or a stage that the tenant has no more by now: what the survivor has stays. */
export function withinVocabulary(goal: SurvivorGoal, vocabulary: LeadVocabulary): SurvivorGoal {
  const gone = new Set(
    vocabularyProblems(vocabulary, goal).flatMap(({ path }) => (path === 'status' ? ['status', 'statusChangedAt'] : [path])),
  );
  return Object.fromEntries(Object.entries(goal).filter(([field]) => !gone.has(field)));
}

function lies(version: number, { from, to }: VersionSpan): boolean {
  return version > from && version <= to;
}

/** Versions that bring the survivor to its goal; none when it is there. */
export function survivorSteps(
  before: LeadRecord,
  { status, statusChangedAt, ...fields }: SurvivorGoal,
  { now, customFields }: Pick<StepContext, 'now' | 'customFields'>,
): LeadStep[] {
  const context = { now, customFields, importId: null };
  const update = updateStep(before, fields, context);
  const lead = update?.lead ?? before;
  const moves = status !== undefined && status !== lead.status;
  const move = moves ? statusStep(lead, status, statusChangedAt ?? now, 'merge', context) : undefined;
  return [update, move].filter((step) => step !== undefined);
}

/** What a merge leaves without a live row of its own lead: all of the merged one, and what the survivor gave up for it, of which nobody else is told. */
export function identifiersKept(merged: LeadRecord, before: LeadRecord, after: LeadRecord, ids: IdSource): OwnIdentifier[] {
  return IDENTIFIERS.flatMap((name) => [
    ...(merged[name] === null ? [] : [{ kind: KIND_OF[name], value: merged[name], leadId: merged.leadId, identityId: null }]),
    ...(before[name] === null || before[name] === after[name]
      ? []
      : [{ kind: KIND_OF[name], value: before[name], leadId: before.leadId, identityId: ids.next() }]),
  ]);
}

/**
 * Why the survivor cannot be what it is to be.
 * @param choices where a caller says which side's value to take; null where nobody is asked
 */
export function goalProblems(before: LeadRecord, goal: SurvivorGoal, choices: 'fields' | null): FieldProblem[] {
  const identity = identityProblem({ ...before, ...goal });
  const path = choices === null ? 'tagIds' : `${choices}.tagIds`;
  const message = `A lead may have ${MAX_TAGS_EACH} tags at most.${choices === null ? '' : ' Choose those of one of the leads.'}`;
  const hasTooMany = (goal.tagIds?.length ?? 0) > MAX_TAGS_EACH;
  return [...(identity ? [identity] : []), ...(hasTooMany ? [{ path, code: 'tags.too_many', message }] : [])];
}
