import type { FilterTree } from '../filter/condition.js';
import type { LeadOrder } from '../lead/lead-order.js';

/** Which live leads, in which order. */
export interface Selection {
  readonly filter: FilterTree;
  readonly order: LeadOrder;
}
