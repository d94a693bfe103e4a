import type { ListDealsQuery } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { z } from 'zod';
import type { DealRecord } from '../deal.js';
import type { Bind } from './deal-conditions.rules.js';

export type DealSort = NonNullable<ListDealsQuery['sort']>;

/** What a list goes on behind. */
export interface DealPosition {
  /** Instant or day; null of a deal that has none. */
  readonly at: string | null;
  readonly id: Uuid;
}

/** Deals `d` that stand together in an order, those behind a position. */
export interface DealOrderPart {
  readonly conditions: (bind: Bind) => readonly string[];
  readonly orderBy: string;
}

const COLUMNS = {
  createdAt: { column: 'd.created_at', type: 'timestamptz', isAlwaysThere: true },
  updatedAt: { column: 'd.updated_at', type: 'timestamptz', isAlwaysThere: true },
  closedAt: { column: 'd.closed_at', type: 'timestamptz', isAlwaysThere: false },
  expectedCloseOn: { column: 'd.expected_close_on', type: 'date', isAlwaysThere: false },
} as const;
type Field = keyof typeof COLUMNS;

/** A cursor belongs to the order it was made in. */
export function positionIn(sort: DealSort) {
  const { type, isAlwaysThere } = COLUMNS[fieldOf(sort)];
  const at = type === 'date' ? z.iso.date() : z.iso.datetime();
  return z.strictObject({ sort: z.literal(sort), at: isAlwaysThere ? at : at.nullable(), id: z.uuid() });
}

export function positionOf(deal: DealRecord, sort: DealSort): DealPosition {
  const at = deal[fieldOf(sort)];
  return { at: at instanceof Date ? at.toISOString() : at, id: deal.dealId };
}

/** The parts of an order, one after the other: deals that have what is sorted by, and those that do not. */
export function orderParts(sort: DealSort, after: DealPosition | undefined): DealOrderPart[] {
  const { column, type, isAlwaysThere } = COLUMNS[fieldOf(sort)];
  const [direction, beyond] = sort.startsWith('-') ? ['DESC', '<'] : ['ASC', '>'];
  // Also where the column is null in all of them: so the index of the order has them in this order.
  const orderBy = `${column} ${direction}, d.deal_id ${direction}`;
  const stated: DealOrderPart = {
    orderBy,
    conditions: (bind) => [
      ...(isAlwaysThere ? [] : [`${column} IS NOT NULL`]),
      ...(after ? [`(${column}, d.deal_id) ${beyond} (${bind(after.at)}::${type}, ${bind(after.id)}::uuid)`] : []),
    ],
  };
  if (isAlwaysThere) return [stated];
  const isBehind = after?.at === null;
  const blank: DealOrderPart = {
    orderBy,
    conditions: (bind) => [`${column} IS NULL`, ...(isBehind ? [`d.deal_id ${beyond} ${bind(after.id)}::uuid`] : [])],
  };
  return isBehind ? [blank] : [stated, blank];
}

function fieldOf(sort: DealSort): Field {
  return sort.replace('-', '') as Field;
}
