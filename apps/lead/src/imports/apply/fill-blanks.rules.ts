import { EMPTY_LEAD, LEAD_FIELDS, type LeadFields } from '../../lead/lead.js';

/** Blocks of members, each of which may be missing by itself. */
const BLOCKS: ReadonlySet<keyof LeadFields> = new Set(['address', 'property', 'sourceMetadata']);

/** Of what is said only what nothing is known of: fields that are as empty as in a new lead, and missing members of blocks. */
export function fillBlanks(known: LeadFields, said: Partial<LeadFields>): Partial<LeadFields> {
  const filled = LEAD_FIELDS.flatMap((field) => {
    const value = said[field];
    if (value === undefined) return [];
    if (BLOCKS.has(field)) return [[field, { ...(value as object), ...(known[field] as object) }] as const];
    return known[field] === EMPTY_LEAD[field] ? [[field, value] as const] : [];
  });
  return Object.fromEntries(filled);
}
