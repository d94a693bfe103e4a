import { isDeepStrictEqual } from 'node:util';
import type { StatedCustomValues } from '@leadstream/contracts';
import type { CustomFieldKey } from '../custom-fields/custom-field.js';
import { type CoreFieldName, EMPTY_LEAD, LEAD_FIELDS, type LeadFields } from './lead.js';

/** Blocks of members, each of which may be missing by itself. */
const BLOCKS: ReadonlySet<CoreFieldName> = new Set(['address', 'property', 'sourceMetadata']);

/** Of what is said only what nothing is known of: fields that are as empty as in a new lead, and missing members of blocks. */
export function blankFields(known: LeadFields, said: Partial<LeadFields>): Partial<LeadFields> {
  const filled = LEAD_FIELDS.flatMap((field) => {
    const value = said[field];
    if (value === undefined) return [];
    if (BLOCKS.has(field)) return [[field, { ...(value as object), ...(known[field] as object) }] as const];
    return isDeepStrictEqual(known[field], EMPTY_LEAD[field]) ? [[field, value] as const] : [];
  });
  return Object.fromEntries(filled);
}

/** Of stated custom values those of fields that have none. */
export function blankValues(known: LeadFields, stated: StatedCustomValues, keys: readonly CustomFieldKey[]): StatedCustomValues {
  const isKnown = (key: string) => keys.some((field) => field.key === key && known.customFields[field.fieldId] !== undefined);
  return Object.fromEntries(Object.entries(stated).filter(([key]) => !isKnown(key)));
}
