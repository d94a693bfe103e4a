import { type CreateLead, type LeadBatchItem, leadBatchItem, type PatchLead } from '@leadstream/contracts';
import { fieldProblems } from '@leadstream/http';
import type { DomainError } from '@leadstream/kernel';
import { acceptCustomValues } from '../custom-fields/values/accept-custom-values.rules.js';
import { acceptCapture, type StatementFacts } from '../lead/accept-lead.rules.js';
import { leadErrors } from '../lead/lead.errors.js';
import type { LeadFields } from '../lead/lead.js';
import { normaliseLead } from '../lead/lead.rules.js';
import type { Capture } from '../lead/lead-step.rules.js';

type Update = Extract<LeadBatchItem, { op: 'update' }>;
type Deletion = Extract<LeadBatchItem, { op: 'delete' }>;
type Refused = { readonly problem: DomainError };

/** An item of the right shape, or why it is not. */
export type ParsedItem = LeadBatchItem | Refused;

/** An item that can be decided once its lead is known, or why it cannot. `claims` holds the identifiers and custom values it names. */
export type ReadItem =
  | { readonly op: 'create'; readonly capture: Omit<Capture, 'leadId'>; readonly claims: Partial<LeadFields> }
  | (Update & { readonly claims: Partial<LeadFields> })
  | Deletion
  | Refused;

/** What an item must be read with. */
export interface ItemReading {
  /** Of phone numbers that do not say their country. */
  readonly phoneRegion: string | null;
  readonly facts: StatementFacts;
  readonly now: Date;
}

/** @param item as the caller sent it */
export function parseItem(item: unknown): ParsedItem {
  const parsed = leadBatchItem.safeParse(item);
  return parsed.success ? parsed.data : { problem: leadErrors.INVALID({ errors: fieldProblems(parsed.error.issues) }) };
}

/** What an item states of its lead. */
export function statementOf(item: ParsedItem): CreateLead | PatchLead {
  return 'lead' in item ? item.lead : {};
}

/** Reads one item of a batch; its neighbours do not matter. */
export function readItem(item: ParsedItem, { phoneRegion, facts, now }: ItemReading): ReadItem {
  if ('problem' in item) return item;
  switch (item.op) {
    case 'create': {
      const accepted = acceptCapture(inRegion(item.lead, phoneRegion), facts, now);
      if ('errors' in accepted) return { problem: leadErrors.INVALID({ errors: inLead(accepted.errors) }) };
      return { op: 'create', capture: accepted.value, claims: accepted.value.fields };
    }
    case 'update': {
      const { customFields = {}, ...lead } = inRegion(item.lead, phoneRegion);
      const claims = { ...normaliseLead(lead, facts.vocabulary).fields, customFields: acceptCustomValues(facts, customFields, {}).values };
      return { ...item, lead: { ...lead, customFields }, claims };
    }
    case 'delete':
      return item;
  }
}

/** Paths as the caller wrote them. */
export function inLead<T extends { readonly path: string }>(errors: readonly T[]): T[] {
  return errors.map((error) => ({ ...error, path: error.path === '' ? 'lead' : `lead.${error.path}` }));
}

function inRegion<T extends { readonly phoneRegion?: string | null | undefined }>(lead: T, phoneRegion: string | null): T {
  return phoneRegion === null ? lead : { ...lead, phoneRegion: lead.phoneRegion ?? phoneRegion };
}
