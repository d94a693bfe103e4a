import type { Uuid } from '@leadstream/kernel';
import { IDENTIFIERS, LEAD_FIELDS, type LeadFields, type LeadRecord } from '../../lead/lead.js';
import type { CustomValues } from '../../custom-fields/custom-field.js';
import { isCustomChange, withCustomChange } from '../../custom-fields/values/custom-changes.rules.js';
import type { LeadDirectory } from '../../lead/lead-directory.rules.js';
import { deleteStep, statusStep, type StepContext, updateStep } from '../../lead/lead-step.rules.js';
import type { LeadStep } from '../../lead/lead-step.js';
import { identityProblem } from '../../lead/lead.rules.js';
import { vocabularyProblems } from '../../lead/vocabulary.rules.js';
import type { LeadVocabulary } from '../../lead/vocabulary.js';
import type { AuditedChange, LeadReversal } from './reversal.js';

interface ImportContext extends StepContext {
  readonly importId: Uuid;
  readonly vocabulary: LeadVocabulary;
}

type Conflict = LeadReversal['conflicts'][number];

/**
 * Takes back what an import did to a lead: one that it created is deleted unless somebody has changed it since, fields that it overwrote get
 * the value of before unless somebody has changed that very field since.
 * @param lead undefined when it is deleted by now
 * @param audit all versions of the lead, in their order; one at least is the import's
 * @param directory leads that may hold an identifier the lead had
 */
export function reverseLead(
  leadId: Uuid,
  lead: LeadRecord | undefined,
  audit: readonly AuditedChange[],
  directory: LeadDirectory,
  context: ImportContext,
): LeadReversal {
  const first = audit.findIndex(({ importId }) => importId === context.importId);
  const changedSince = new Set(
    audit
      .slice(first)
      .filter(({ importId }) => importId !== context.importId)
      .flatMap(({ changes }) => changes.map(({ field }) => field)),
  );
  if (!lead) return { leadId, outcome: 'kept', conflicts: [{ field: 'deletedAt', code: 'lead.deleted_since' }], steps: [] };
  if (audit[first]?.action !== 'created') return restore(lead, audit, changedSince, directory, context);
  if (changedSince.size > 0) return { leadId, outcome: 'kept', conflicts: [...changedSince].map(changed), steps: [] };
  return { leadId, outcome: 'deleted', conflicts: [], steps: [deleteStep(lead, context)] };
}

function restore(
  lead: LeadRecord,
  audit: readonly AuditedChange[],
  changedSince: ReadonlySet<string>,
  directory: LeadDirectory,
  context: ImportContext,
): LeadReversal {
  const before = valuesBefore(audit, context.importId);
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

/** Of each field that the import changed, what it was. */
function valuesBefore(audit: readonly AuditedChange[], importId: Uuid): Map<string, unknown> {
  const before = new Map<string, unknown>();
  for (const { field, before: value } of audit.filter((entry) => entry.importId === importId).flatMap(({ changes }) => changes)) {
    if (!before.has(field)) before.set(field, value);
  }
  return before;
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
