import {
  type ConsentStatement,
  type CustomValue,
  type DataOf,
  type EventContract,
  leadCapturedV1,
  leadDeletedV1,
  leadRestoredV1,
  type LeadStatus,
  leadStatusChangedV1,
  leadUpdatedV1,
} from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { OutboxItem } from '@leadstream/messaging';
import type { CustomFieldKey } from '../custom-fields/custom-field.js';
import { customChanges, isCustomChange, shownFieldName } from '../custom-fields/values/custom-changes.rules.js';
import { customValuesByKey } from '../custom-fields/values/custom-values.rules.js';
import { changesBetween } from './lead.rules.js';
import { EMPTY_LEAD, IDENTIFIERS, LEAD_FIELDS, type LeadFields, type LeadRecord, USUAL_STATUS } from './lead.js';
import type { LeadStep, StatusTrigger } from './lead-step.js';
import { secondsInStage } from './status.rules.js';
import { firstStage, firstStatus } from './vocabulary.rules.js';
import type { LeadVocabulary } from './vocabulary.js';

/** When a step is taken, and by which import, if by one. */
export interface StepMoment {
  readonly now: Date;
  readonly importId: Uuid | null;
}

/** What a step needs that tells the fields of a lead. */
export interface StepContext extends StepMoment {
  /** What custom values are told by. */
  readonly customFields: readonly CustomFieldKey[];
}

/** What a step needs that makes a lead. */
export interface CaptureContext extends StepContext {
  /** What the lead begins with is the tenant's. */
  readonly vocabulary: LeadVocabulary;
}

export interface Capture {
  readonly leadId: Uuid;
  readonly fields: Partial<LeadFields>;
  readonly capturedAt: Date;
  readonly consents: readonly ConsentStatement[];
  /** Where it does not begin with the first status of the tenant. */
  readonly status?: LeadStatus;
  /** Since when it has that status; since it was captured when left out. */
  readonly statusChangedAt?: Date;
}

/** The first version of a lead. */
export function captureStep(
  { leadId, fields: said, capturedAt, consents, status, statusChangedAt = capturedAt }: Capture,
  { now, importId, customFields, vocabulary }: CaptureContext,
): LeadStep {
  const lifecycleStage = said.lifecycleStage ?? firstStage(vocabulary);
  // What an audit does not say of a new lead is as in `EMPTY_LEAD`.
  const fields = lifecycleStage === EMPTY_LEAD.lifecycleStage ? said : { ...said, lifecycleStage };
  const lead: LeadRecord = {
    ...EMPTY_LEAD,
    ...fields,
    leadId,
    version: 1,
    status: status ?? firstStatus(vocabulary),
    statusChangedAt,
    capturedAt,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
  };
  const sinceOther = statusChangedAt.getTime() === capturedAt.getTime() ? undefined : statusChangedAt.toISOString();
  const stated = LEAD_FIELDS.filter((field) => fields[field] !== undefined && fields[field] !== null);
  const data = {
    ...publishedFields(lead, customFields),
    leadId,
    status: lead.status,
    ...(sinceOther !== undefined && { statusChangedAt: sinceOther }),
    capturedAt: capturedAt.toISOString(),
    consents: [...consents],
    importId,
  };
  return {
    lead,
    action: 'created',
    changes: [
      ...stated.map((field) => ({ field, before: null, after: lead[field] })),
      ...(lead.status === USUAL_STATUS ? [] : [{ field: 'status', before: null, after: lead.status }]),
      ...(sinceOther === undefined ? [] : [{ field: 'statusChangedAt', before: null, after: sinceOther }]),
      ...customChanges({}, lead.customFields),
    ],
    event: eventOf(leadCapturedV1, data, lead.version, now),
    at: now,
    importId,
  };
}

/** @returns undefined when nothing would be other than before */
export function updateStep(
  before: LeadRecord,
  fields: Partial<LeadFields>,
  { now, importId, customFields }: StepContext,
): LeadStep | undefined {
  const changes = changesBetween(before, fields);
  if (changes.length === 0) return undefined;
  const lead = { ...before, ...fields, version: before.version + 1, updatedAt: now };
  const changed = changes.map(({ field }) => shownFieldName(customFields, field));
  const data = { ...publishedFields(lead, customFields), leadId: lead.leadId, changed, updatedAt: now.toISOString(), importId };
  return { lead, action: 'updated', changes, event: eventOf(leadUpdatedV1, data, lead.version, now), at: now, importId };
}

/** @param to another status than the present one */
export function statusStep(
  before: LeadRecord,
  to: LeadStatus,
  changedAt: Date,
  trigger: StatusTrigger,
  { now, importId }: StepMoment,
): LeadStep {
  const { leadId, status: from, statusChangedAt } = before;
  const lead = { ...before, status: to, statusChangedAt: changedAt, version: before.version + 1, updatedAt: now };
  const move = { from, to, changedAt, trigger, secondsInStage: secondsInStage(statusChangedAt, changedAt) };
  const data = { leadId, from, to, changedAt: changedAt.toISOString(), trigger, secondsInStage: move.secondsInStage, importId };
  return {
    lead,
    action: 'status-changed',
    changes: [
      { field: 'status', before: from, after: to },
      { field: 'statusChangedAt', before: statusChangedAt.toISOString(), after: changedAt.toISOString() },
    ],
    move,
    event: eventOf(leadStatusChangedV1, data, lead.version, now),
    at: now,
    importId,
  };
}

/** The last version before somebody restores the lead. */
export function deleteStep(before: LeadRecord, { now, importId }: StepMoment): LeadStep {
  const lead = { ...before, version: before.version + 1, updatedAt: now, deletedAt: now };
  const data = { leadId: lead.leadId, deletedAt: now.toISOString() };
  return {
    lead,
    action: 'deleted',
    changes: [{ field: 'deletedAt', before: null, after: now.toISOString() }],
    event: eventOf(leadDeletedV1, data, lead.version, now),
    at: now,
    importId,
  };
}

/** @param before a deleted lead */
export function restoreStep(before: LeadRecord, { now, importId, customFields }: StepContext): LeadStep {
  const lead = { ...before, version: before.version + 1, updatedAt: now, deletedAt: null };
  const data = { ...publishedFields(lead, customFields), leadId: lead.leadId, status: lead.status, restoredAt: now.toISOString() };
  return {
    lead,
    action: 'restored',
    changes: [{ field: 'deletedAt', before: before.deletedAt?.toISOString() ?? null, after: null }],
    event: eventOf(leadRestoredV1, data, lead.version, now),
    at: now,
    importId,
  };
}

/** Whether the rows by which custom values are found are others after a step. */
export function movesValues({ action, changes }: LeadStep): boolean {
  return action === 'created' || action === 'deleted' || action === 'restored' || changes.some(isCustomChange);
}

/** What a step takes that one live lead at most may have. */
export function claimsOf({ lead, changes }: LeadStep): Partial<LeadFields> {
  const taken = IDENTIFIERS.filter((name) => changes.some(({ field }) => field === name)).map((name) => [name, lead[name]]);
  return { ...Object.fromEntries(taken), ...(changes.some(isCustomChange) && { customFields: lead.customFields }) } as Partial<LeadFields>;
}

export type PublishedFields = Omit<LeadFields, 'customFields' | 'tagIds'> & {
  readonly tagIds: Uuid[];
  readonly customFields: Record<string, CustomValue>;
};

/** The fields of a lead that its events tell. */
export function publishedFields(lead: LeadRecord, keys: readonly CustomFieldKey[]): PublishedFields {
  const core = Object.fromEntries(LEAD_FIELDS.map((field) => [field, lead[field]])) as unknown as Omit<LeadFields, 'customFields'>;
  return { ...core, tagIds: [...lead.tagIds], customFields: customValuesByKey(keys, lead.customFields) };
}

/** @param sequence version of the lead */
export function eventOf<C extends EventContract>(contract: C, data: DataOf<C>, sequence: number, time: Date): OutboxItem {
  return { contract, data, sequence, time };
}
