import { z } from 'zod';
import type { LeadRecord } from './lead.js';
import type { ColumnOrder, LeadPosition } from './lead-order.js';

/** Where a lead stands in an order by a column. */
export function columnPosition(lead: LeadRecord, { column }: ColumnOrder): LeadPosition {
  const { leadId: id } = lead;
  if (column === 'id') return { at: null, id };
  return { at: column === 'lastName' ? lead.lastName : lead[column].toISOString(), id };
}

/** The database takes no other. */
const textWithoutNul = z.string().regex(/^[^\0]*$/);

/** What a cursor holds: it belongs to the order it was made in. */
export function cursorShape<S extends string>(sort: S) {
  const at = /^-?(createdAt|capturedAt)$/.test(sort) ? z.iso.datetime() : textWithoutNul.nullable();
  return z.strictObject({ sort: z.literal(sort), at, id: z.uuid() });
}
