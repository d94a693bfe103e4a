import { type LeadBatchItem, leadBatchItem } from '@leadstream/contracts';
import { fieldProblems } from '@leadstream/http';
import type { DomainError } from '@leadstream/kernel';
import { acceptCapture } from '../lead/accept-lead.rules.js';
import { leadErrors } from '../lead/lead.errors.js';
import type { LeadFields } from '../lead/lead.js';
import { normaliseLead } from '../lead/lead.rules.js';
import type { Capture } from '../lead/lead-step.rules.js';

type Update = Extract<LeadBatchItem, { op: 'update' }>;
type Deletion = Extract<LeadBatchItem, { op: 'delete' }>;

/** An item that can be decided once its lead is known, or why it cannot. `claims` holds the identifiers it names. */
export type ReadItem =
  | { readonly op: 'create'; readonly capture: Omit<Capture, 'leadId'>; readonly claims: Partial<LeadFields> }
  | (Update & { readonly claims: Partial<LeadFields> })
  | Deletion
  | { readonly problem: DomainError };

/**
 * Reads one item of a batch; its neighbours do not matter.
 * @param phoneRegion of phone numbers that do not say their country
 */
export function readItem(item: unknown, phoneRegion: string | null, now: Date): ReadItem {
  const parsed = leadBatchItem.safeParse(item);
  if (!parsed.success) return { problem: leadErrors.INVALID({ errors: fieldProblems(parsed.error.issues) }) };
  switch (parsed.data.op) {
    case 'create': {
      const accepted = acceptCapture(inRegion(parsed.data.lead, phoneRegion), now);
      if ('errors' in accepted) return { problem: leadErrors.INVALID({ errors: inLead(accepted.errors) }) };
      return { op: 'create', capture: accepted.value, claims: accepted.value.fields };
    }
    case 'update': {
      const lead = inRegion(parsed.data.lead, phoneRegion);
      return { ...parsed.data, lead, claims: normaliseLead(lead).fields };
    }
    case 'delete':
      return parsed.data;
  }
}

/** Paths as the caller wrote them. */
export function inLead<T extends { readonly path: string }>(errors: readonly T[]): T[] {
  return errors.map((error) => ({ ...error, path: error.path === '' ? 'lead' : `lead.${error.path}` }));
}

function inRegion<T extends { readonly phoneRegion?: string | null | undefined }>(lead: T, phoneRegion: string | null): T {
  return phoneRegion === null ? lead : { ...lead, phoneRegion: lead.phoneRegion ?? phoneRegion };
}
