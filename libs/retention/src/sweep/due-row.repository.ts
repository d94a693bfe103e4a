import type { Statement, SystemTx, Tx } from '@leadstream/persistence';
import type { RetainedTable } from '../retained-table.js';
import { beginOfMonth, endOfMonth } from './closed-month.rules.js';
import { countOf, monthCountOf, monthOf, oldestOf, removalOf, wholeOf, wholeRemovalOf } from './due-rows.rules.js';

/** Rows that are due. */
export interface DueRows {
  /** That may go. */
  readonly due: number;
  /** That a hold on a lead keeps. */
  readonly held: number;
  /** When the oldest that may go was recorded; null when there is none. */
  readonly oldestAt: Date | null;
}

/** A row as it is, to be archived. */
export interface WholeRow {
  /** JSON. */
  readonly row: string;
  /** Under whose key it is to be; null: it names nobody. */
  readonly person: string | null;
  readonly recordedAt: Date;
}

const tenants = {
  name: 'retention_tenants',
  text: 'SELECT tenants_with_rows_before($1::regclass, $2::name, $3, $4, $5) AS "tenantId"',
};
const months = {
  name: 'retention_months',
  text: `SELECT replace(right(part.relname, 7), 'm', '-') AS month
           FROM pg_inherits i JOIN pg_class part ON part.oid = i.inhrelid
          WHERE i.inhparent = $1::regclass AND NOT i.inhdetachpending AND part.relname ~ '_y[0-9]{4}m[0-9]{2}$'
          ORDER BY 1`,
};

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Rows of a retained table that are old enough to go. */
export class DueRowRepository {
  readonly #remove: Statement;
  readonly #count: Statement;

  readonly #oldest: Statement;
  readonly #whole: Statement;
  readonly #removeWhole: Statement;
  readonly #month: Statement;
  readonly #monthCount: Statement;
  readonly #drop: Statement;

  constructor(private readonly retained: RetainedTable) {
    const { dropMonth = 'drop_month_partition' } = retained;
    this.#drop = { name: `retention_${dropMonth}`, text: `SELECT ${dropMonth}($1::regclass, $2::date, $3::uuid[], $4) AS dropped` };
    this.#remove = { name: `retention_remove_${retained.table}`, text: removalOf(retained) };
    this.#oldest = { name: `retention_oldest_${retained.table}`, text: oldestOf(retained) };
    this.#whole = { name: `retention_whole_${retained.table}`, text: wholeOf(retained) };
    this.#removeWhole = { name: `retention_remove_whole_${retained.table}`, text: wholeRemovalOf(retained) };
    this.#month = { name: `retention_month_${retained.table}`, text: monthOf(retained) };
    this.#monthCount = { name: `retention_month_count_${retained.table}`, text: monthCountOf(retained) };
    this.#count = { name: `retention_count_${retained.table}`, text: countOf(retained) };
  }

  /**
   * Tenants that have rows from before the instant, whatever their terms, in the order of their ids.
   * @param after the last one of the page before
   */
  async findTenants(tx: SystemTx, before: Date, after: string = NOBODY, max = 100): Promise<string[]> {
    const { table, instant } = this.retained;
    return (await tx.query<{ tenantId: string }>(tenants, [table, instant, before, after, max])).map(({ tenantId }) => tenantId);
  }

  /** @returns how many rows went */
  remove(tx: Tx, tenantId: string, before: Date, now: Date, max: number): Promise<number> {
    return tx.execute(this.#remove, [tenantId, before, now, max]);
  }

  /** The oldest that are due, as they are. */
  findWhole(tx: Tx, tenantId: string, before: Date, now: Date, max: number): Promise<WholeRow[]> {
    return tx.query<WholeRow>(this.#whole, [tenantId, before, now, max]);
  }

  /** @returns how many went: those that are still as they were, and that no hold keeps */
  removeWhole(tx: Tx, tenantId: string, rows: readonly WholeRow[], now: Date): Promise<number> {
    return tx.execute(this.#removeWhole, [tenantId, rows.map(({ row }) => row), now]);
  }

  /** When the oldest row was recorded that may go. */
  async findOldest(tx: Tx, tenantId: string, before: Date, now: Date): Promise<Date | undefined> {
    return (await tx.queryOne<{ oldestAt: Date | null }>(this.#oldest, [tenantId, before, now]))?.oldestAt ?? undefined;
  }

  /** @param max rows after which nobody counts on */
  async count(tx: Tx, tenantId: string, before: Date, now: Date, max: number): Promise<DueRows> {
    const counted = await tx.queryOne<DueRows>(this.#count, [tenantId, before, now, max]);
    if (counted === undefined) throw new Error('the statement returned no row');
    return counted;
  }

  /** Rows of a month (`YYYY-MM`), due or not, in the order of their keys. */
  findOfMonth(tx: Tx, tenantId: string, month: string, after: number, max: number): Promise<WholeRow[]> {
    return tx.query<WholeRow>(this.#month, [tenantId, beginOfMonth(month), endOfMonth(month), after, max]);
  }

  async countOfMonth(tx: Tx, tenantId: string, month: string): Promise<number> {
    const counted = await tx.queryOne<{ rows: number }>(this.#monthCount, [tenantId, beginOfMonth(month), endOfMonth(month)]);
    return counted?.rows ?? 0;
  }

  /** Months of a table that is partitioned by them, `YYYY-MM`, oldest first. */
  async findMonths(tx: SystemTx): Promise<string[]> {
    return (await tx.query<{ month: string }>(months, [this.retained.table])).map(({ month }) => month);
  }

  /**
   * Takes a whole month out with all its rows, if no tenant has any there but those that agree and have no hold in force.
   * @param agreeing none: a month without rows alone
   * @returns whether it is gone
   */
  async dropMonth(tx: SystemTx, month: string, agreeing: readonly string[], now: Date): Promise<boolean> {
    const row = await tx.queryOne<{ dropped: boolean }>(this.#drop, [this.retained.table, `${month}-01`, agreeing, now]);
    return row?.dropped === true;
  }
}
