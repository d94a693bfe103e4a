import type { RetentionCategory } from '@leadstream/contracts';

/** A table whose rows are kept for a time. Names are those of the slice's SQL; every one of them is code, none comes from outside. */
export interface RetainedTable {
  readonly category: RetentionCategory;
  readonly table: string;
  /** Column by which a row's age is counted: when it was recorded, not when it says that it happened. */
  readonly instant: string;
  /** Columns of the primary key after `tenant_id`. */
  readonly key: readonly string[];
  /**
   * Condition over a row `t` that may go once it is old enough; all of them when left out. It may ask `$1`, the tenant, and `$2`, the instant before which rows
   * are due.
   */
  readonly mayGo?: string;
  /** Rows that one transaction takes at most, where others go with each of them. */
  readonly most?: number;
  /** Columns as they are set (`state = 'discarded'`) where a row does not go by itself: whoever takes away what belongs to it takes the row as well. */
  readonly marks?: string;
  /**
   * Condition over a row `t` that a hold on a lead keeps. It may ask the rows of `held (lead_id)`: the leads on hold, with all that they are
   * merged with.
   */
  readonly isHeld: string;
  /** Expression over a row `t`: the person under whose key it is archived, as the vault names persons; null when it names nobody. */
  readonly person: string;
  /**
   * Whether rows are never changed or removed, as in a log whose entries are hashed: they are archived month by month, which changes nothing, and leave with their
   * month alone.
   */
  readonly isAppendOnly?: boolean;
  /**
   * Function of the slice that takes a month out, with the parameters of `drop_month_partition` but without a lock for each tenant: of a log in whose months any
   * number of tenants may have rows.
   */
  readonly dropMonth?: string;
  /** Whether the table is partitioned by months of `instant`. */
  readonly isMonthly: boolean;
}

/** Of a table whose rows are about a lead. */
export const OF_LEAD = `'lead:' || t.lead_id`;

/** Of a table whose rows name a lead. */
export const HELD_BY_LEAD = 'EXISTS (SELECT FROM held WHERE held.lead_id = t.lead_id)';
