import type { Uuid } from '@leadstream/kernel';
import { type FieldChange, IDENTIFIERS, LEAD_FIELDS, type LeadFields, type LeadRecord } from '../../lead/lead.js';
import type { CustomValues } from '../../custom-fields/custom-field.js';
import { isCustomChange, withCustomChange } from '../../custom-fields/values/custom-changes.rules.js';
import type { LeadDirectory } from '../../lead/lead-directory.rules.js';
import { deleteStep, statusStep, type StepContext, updateStep } from '../../lead/lead-step.rules.js';
import type { AuditAction, LeadStep } from '../../lead/lead-step.js';
import { identityProblem } from '../../lead/lead.rules.js';
import { vocabularyProblems } from '../../lead/vocabulary.rules.js';
import type { LeadVocabulary } from '../../lead/vocabulary.js';
import type { AuditedChange, LeadReversal, UndoneChanges, WorkKind } from './reversal.js';

interface ImportContext extends StepContext {
  readonly importId: Uuid;
  readonly vocabulary: LeadVocabulary;
  /** Of the tags that the audits name those that are deleted. */
  readonly deletedTags: ReadonlySet<string>;
}

type Conflict = LeadReversal['conflicts'][number];

/** A lead of an import, and what became of it since. */
export interface ReversedLead {
  readonly leadId: Uuid;
  /** Undefined when it is deleted by now. */
  readonly lead: LeadRecord | undefined;
  /** All its versions, in their order; one at least is the import's. */
  readonly audit: readonly AuditedChange[];
  readonly work: readonly WorkKind[];
  /** What was taken back since; left out where nothing was. */
  readonly undone?: UndoneChanges | undefined;
}

/**
 * Takes back what an import did to a lead: one that it created is deleted unless somebody has changed it since or has put something on it, fields
 * that it overwrote get the value of before unless somebody has changed that very field since. What the service does by itself, to distribute a lead
 * or to take a deleted tag off it, is nobody's change; nor is what was undone since: what another import did that was taken back, what a merge did
 * that was.
 * @param directory leads that may hold an identifier the lead had
 */
export function reverseLead(reversed: ReversedLead, directory: LeadDirectory, context: ImportContext): LeadReversal {
  const { leadId, lead, audit, work } = reversed;
  const others = lasting(reversed, context);
  const first = audit.findIndex(({ importId }) => importId === context.importId);
  const changedSince = new Set(
    others
      .filter(({ version }) => version > (audit[first]?.version ?? 0))
      .flatMap((entry) => entry.changes.filter((change) => isSomebodys(change, entry, context.deletedTags)).map(({ field }) => field)),
  );
  if (!lead) return { leadId, outcome: 'kept', conflicts: [{ field: 'deletedAt', code: 'lead.deleted_since' }], steps: [] };
  if (audit[first]?.action !== 'created') return restore(lead, valuesBefore(audit, others, context), changedSince, directory, context);
  const conflicts = [...[...changedSince].map(changed), ...work.map((field) => ({ field, code: 'lead.in_use' }))];
  if (conflicts.length > 0) return { leadId, outcome: 'kept', conflicts, steps: [] };
  return { leadId, outcome: 'deleted', conflicts: [], steps: [deleteStep(lead, context)] };
}

function isSomebodys(change: FieldChange, { isDistributed }: AuditedChange, deletedTags: ReadonlySet<string>): boolean {
  if (change.field === 'ownerId') return !isDistributed;
  if (change.field !== 'tagIds') return true;
  const [before, after] = [change.before, change.after].map(tagsOf) as [readonly string[], readonly string[]];
  const isPlain = after.every((tagId) => before.includes(tagId));
  return !isPlain || before.some((tagId) => !after.includes(tagId) && !deletedTags.has(tagId));
}

/** Tags that a change of `tagIds` was from, or to. */
export function tagsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((tagId) => typeof tagId === 'string') : [];
}

function restore(
  lead: LeadRecord,
  before: ReadonlyMap<string, unknown>,
  changedSince: ReadonlySet<string>,
  directory: LeadDirectory,
  context: ImportContext,
): LeadReversal {
  const gone = vocabularyProblems(context.vocabulary, Object.fromEntries(before)).filter(({ path }) => !changedSince.has(path));
  const free = [...before].filter(([field]) => !changedSince.has(field) && !gone.some(({ path }) => path === field));
  const taken = IDENTIFIERS.filter((name) => isTaken(lead, name, new Map(free).get(name), directory));
  const stated = free.filter(([field]) => isLeadField(field) && !taken.some((name) => name === field));
  const wanted = customBefore(lead, free);
  const claimed = directory.holderOfValues(wanted, lead.leadId);
  const customFields = claimed ? lead.customFields : wanted;
  const needed = identityProblem({ ...lead, ...Object.fromEntries(stated) }) ? IDENTIFIERS.filter((name) => before.has(name)) : [];
  const core = Object.fromEntries(stated.filter(([field]) => !needed.some((name) => name === field))) as Partial<LeadFields>;
  const fields = { ...core, customFields };
  const updated = updateStep(lead, fields, context);
  const steps = [...(updated ? [updated] : []), ...statusSteps(updated?.lead ?? lead, new Map(free), context)];
  const conflicts: Conflict[] = [
    ...[...before.keys()].filter((field) => changedSince.has(field)).map(changed),
    ...gone.map(({ path, code }) => ({ field: path, code })),
    ...taken.map((field) => ({ field, code: 'identifier.taken' })),
    ...(claimed ? [{ field: `customFields.${claimed.key}`, code: 'custom_value.taken' }] : []),
    ...needed.map((field) => ({ field, code: 'identifier.needed' })),
  ];
  return { leadId: lead.leadId, outcome: steps.length === 0 && conflicts.length > 0 ? 'kept' : 'restored', conflicts, steps };
}

/** Of a lead that lives, the merge into another one was undone. */
const MERGED_AWAY: ReadonlySet<AuditAction> = new Set(['merged', 'unmerged']);

/** The versions that count: neither the import's nor undone. A lead that was created stays created. */
function lasting({ audit, undone }: ReversedLead, { importId }: ImportContext): readonly AuditedChange[] {
  const isUndone = ({ action, importId: by, version }: AuditedChange) =>
    MERGED_AWAY.has(action) ||
    (by !== null && undone?.importIds.has(by)) ||
    undone?.spans.some(({ from, to }) => version > from && version <= to);
  return audit.filter((entry) => entry.importId !== importId && (entry.action === 'created' || !isUndone(entry)));
}

/**
 * Of each field that the import changed, what all that lasts of before it came to; a tag that is deleted by now does not come back.
 * @param others versions that count
 */
function valuesBefore(
  audit: readonly AuditedChange[],
  others: readonly AuditedChange[],
  { importId, deletedTags }: ImportContext,
): Map<string, unknown> {
  const own = audit.filter((entry) => entry.importId === importId);
  const earliest = new Map<string, unknown>();
  for (const { field, before } of audit.flatMap(({ changes }) => changes)) if (!earliest.has(field)) earliest.set(field, before);
  const stated = others.filter(({ version }) => version < (own[0]?.version ?? 0)).flatMap(({ changes }) => changes);
  const last = new Map(stated.map(({ field, after }) => [field, after]));
  const touched = new Set(own.flatMap(({ changes }) => changes.map(({ field }) => field)));
  return new Map(
    [...touched].map((field) => {
      const value = last.has(field) ? last.get(field) : earliest.get(field);
      return [field, field === 'tagIds' ? tagsOf(value).filter((tagId) => !deletedTags.has(tagId)) : value];
    }),
  );
}

/** Custom values of before; the changes are kept by field id. */
function customBefore(lead: LeadRecord, before: readonly (readonly [field: string, value: unknown])[]): CustomValues {
  const changes = before.map(([field, value]) => ({ field, before: null, after: value })).filter(isCustomChange);
  return changes.reduce(withCustomChange, lead.customFields);
}

function isTaken({ leadId }: LeadRecord, name: (typeof IDENTIFIERS)[number], value: unknown, directory: LeadDirectory): boolean {
  const holder = typeof value === 'string' ? directory.holderOf(name, value) : undefined;
  return holder !== undefined && holder.leadId !== leadId;
}

function statusSteps(lead: LeadRecord, before: ReadonlyMap<string, unknown>, context: ImportContext): LeadStep[] {
  const [status, since] = [before.get('status'), before.get('statusChangedAt')];
  if (typeof status !== 'string' || typeof since !== 'string' || status === lead.status) return [];
  return [statusStep(lead, status, new Date(since), 'import', context)];
}

const isLeadField = (field: string) => LEAD_FIELDS.some((name) => name === field);
const changed = (field: string): Conflict => ({ field, code: 'field.changed_since' });
