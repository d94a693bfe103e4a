import type { DealStatus } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';

/** Deals of one stage, status and currency. */
export interface TotalRow {
  readonly stageId: Uuid;
  readonly status: DealStatus;
  /** Null of deals without a value. */
  readonly currency: string | null;
  readonly deals: number;
  /** Two digits behind the point; null of deals without a value. */
  readonly sum: string | null;
}
