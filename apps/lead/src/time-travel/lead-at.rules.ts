import { isDeepStrictEqual } from 'node:util';
import type { Lead } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import type { CustomValues } from '../custom-fields/custom-field.js';
import { customChanges, isCustomChange, withCustomChange } from '../custom-fields/values/custom-changes.rules.js';
import { EMPTY_LEAD, type FieldChange, LEAD_FIELDS, type LeadRecord, USUAL_STATUS } from '../lead/lead.js';
import { isFuture } from '../lead/values/instant.rules.js';

/** What the audit says of one version. */
export interface AuditedStep {
  readonly version: number;
  readonly changes: readonly FieldChange[];
  readonly recordedAt: Date;
}

/** What never changes of a lead, and so stands in no audit. */
export type Birth = Pick<LeadRecord, 'leadId' | 'capturedAt' | 'createdAt'>;

const instantOf = (value: unknown): Date | null => (typeof value === 'string' ? new Date(value) : null);

/**
 * The lead after the last of its versions that was recorded by then.
 * @param steps of the lead, in the order of their versions; clocks of two processes may differ, so a version counts when a later one does
 * @returns undefined when the first version was recorded later
 */
export function leadAt(birth: Birth, steps: readonly AuditedStep[], at: Date): LeadRecord | undefined {
  const last = steps.findLastIndex(({ recordedAt }) => recordedAt <= at);
  if (last < 0) return undefined;
  const folded: Record<string, unknown> = { ...EMPTY_LEAD, status: USUAL_STATUS, statusChangedAt: birth.capturedAt, deletedAt: null };
  for (const change of steps.slice(0, last + 1).flatMap(({ changes }) => changes)) {
    const { field, after } = change;
    if (isCustomChange(change)) folded['customFields'] = withCustomChange(folded['customFields'] as CustomValues, change);
    else if (field in folded) folded[field] = field === 'statusChangedAt' || field === 'deletedAt' ? instantOf(after) : after;
  }
  const { version, recordedAt } = steps[last] as AuditedStep;
  return { ...(folded as unknown as LeadRecord), ...birth, version, updatedAt: recordedAt };
}

const COMPARED: readonly (keyof Lead)[] = [...LEAD_FIELDS, 'status', 'statusChangedAt', 'deletedAt'];

/** Fields of which the values differ, in the order of the lead's fields, the tenant's own last. */
export function differences(before: Lead, after: Lead): FieldChange[] {
  const changed = COMPARED.filter((field) => !isDeepStrictEqual(before[field], after[field]));
  return [
    ...changed.map((field) => ({ field, before: before[field], after: after[field] })),
    ...customChanges(before.customFields, after.customFields),
  ];
}

/** Why nothing can be said about an instant; undefined when something can. */
export function instantProblem(path: string, at: Date, createdAt: Date, now: Date): FieldProblem | undefined {
  if (isFuture(at, now)) return { path, code: 'instant.future', message: 'Lies in the future.' };
  if (at < createdAt) return { path, code: 'instant.before_creation', message: 'Lies before the lead was created.' };
  return undefined;
}
