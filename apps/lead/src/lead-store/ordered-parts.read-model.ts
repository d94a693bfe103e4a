import type { LeadOrder, LeadPosition } from '../lead/lead-order.js';
import { type OrderPart, orderParts } from './lead-order-sql.rules.js';

/** How many leads are read, and from where on. */
export interface OrderedPage {
  readonly limit: number;
  /** Place of the last lead before; its `at` is null behind those that have a value. */
  readonly after?: LeadPosition | undefined;
}

/** Reads those with a value, then, where there is room, those without. */
export async function readParts<P extends OrderedPage, R>(
  order: LeadOrder,
  page: P,
  read: (part: OrderPart, page: P) => Promise<R[]>,
): Promise<R[]> {
  const [first, others] = orderParts(order);
  if (!others) return read(first, page);
  if (page.after?.at === null) return read(others, page);
  const valued = await read(first, page);
  if (valued.length === page.limit) return valued;
  return [...valued, ...(await read(others, { ...page, limit: page.limit - valued.length, after: undefined }))];
}
