import type { CustomFieldType } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';

/**
 * The last name as lists order it: as in a dictionary (the root collation of CLDR), by its bytes where that calls names equal. It is the bare column,
 * so that row-level security leaves the comparison to the index: what is folded before it is compared is not leak-proof.
 */
const LAST_NAME = 'last_name COLLATE "und-x-icu"';

/** Columns whose order has an index, by the name of the field. */
export const ORDERED_COLUMNS = { id: 'lead_id', createdAt: 'created_at', capturedAt: 'captured_at', lastName: LAST_NAME } as const;
export type OrderedColumn = keyof typeof ORDERED_COLUMNS;

/** An order by a column; equal ones follow by id, in the same direction; leads without a last name come last in either direction. */
export interface ColumnOrder {
  readonly column: OrderedColumn;
  readonly descending: boolean;
}

/** An order of an indexed custom field with one value, as by a column; leads without a value come last. */
export interface FieldOrder {
  readonly fieldId: Uuid;
  readonly type: CustomFieldType;
  readonly descending: boolean;
}

export type LeadOrder = ColumnOrder | FieldOrder;

/** The place of a lead in an order. */
export interface LeadPosition {
  /** What the order compares: an instant, a name, or a sort key; null of leads without a value. */
  readonly at: string | null;
  readonly id: Uuid;
}
