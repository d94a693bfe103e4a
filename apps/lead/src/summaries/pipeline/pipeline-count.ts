import type { Uuid } from '@leadstream/kernel';

/** Open deals of one stage and currency. */
export interface OpenCount {
  readonly stageId: Uuid;
  /** Null of deals without a value. */
  readonly currency: string | null;
  readonly deals: number;
  /** Two digits behind the point; null of deals without a value. */
  readonly sum: string | null;
  /** Microseconds since they were opened, added up. */
  readonly ageMicros: string;
  /** Microseconds since they came into the stage, added up. */
  readonly inStageMicros: string;
  readonly rotting: number;
}

/** Deals that were closed, of one outcome and currency. */
export interface ClosedCount {
  readonly status: 'closed-won' | 'closed-lost';
  readonly currency: string | null;
  readonly deals: number;
  readonly sum: string | null;
}
