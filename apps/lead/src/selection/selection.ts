import type { CustomFieldType } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { FilterTree } from '../filter/condition.js';
import { LAST_NAME } from '../lead/last-name-order.js';

/** Columns whose order has an index, by the name of the field. */
export const ORDERED_COLUMNS = { id: 'lead_id', createdAt: 'created_at', capturedAt: 'captured_at', lastName: LAST_NAME } as const;
export type OrderedColumn = keyof typeof ORDERED_COLUMNS;

/** An order of leads; equal ones follow by id, in the same direction. */
export type LeadOrder = { readonly descending: boolean } & (
  | { readonly column: OrderedColumn }
  /** Of an indexed custom field with one value; leads without a value come last in either direction. */
  | { readonly fieldId: Uuid; readonly type: CustomFieldType }
);

/** Which live leads, in which order. */
export interface Selection {
  readonly filter: FilterTree;
  readonly order: LeadOrder;
}

/** The place of a lead in an order. */
export interface LeadPosition {
  /** What the order compares: an instant, a name, or a sort key; null of leads without a value. */
  readonly at: string | null;
  readonly id: Uuid;
}
