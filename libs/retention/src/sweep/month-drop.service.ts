import type { JobRun } from '@leadstream/jobs';
import { sqlStateOf } from '@leadstream/persistence';
import { RetentionStateRepository } from '../holds/retention-state.repository.js';
import { ArchiveRepository } from '../archive/archive.repository.js';
import { monthsGone } from '../metrics.js';
import type { RetainedTable } from '../retained-table.js';
import type { CopyTask } from '../archive/archivist.service.js';
import { dueBefore, earliestDue, termOf } from '../terms/retention-term.rules.js';
import type { BeforeMonthGoes } from './before-month-goes.js';
import { endOfMonth, monthsBefore } from './closed-month.rules.js';
import type { DueRowRepository } from './due-row.repository.js';

/** With more tenants in a month it goes row by row. */
const MOST_TENANTS = 1_000;
/** Rows of a log go in no other way. A drop takes a lock for each tenant unless the table has a `dropMonth`, and Postgres has room for 6,400 by default. */
const MOST_TENANTS_OF_LOG = 5_000;
/** Tenants that are looked up at once. */
const PAGE = 1_000;
const LOCK_NOT_AVAILABLE = '55P03';

/** Takes months out of a table as a whole, where nobody needs a row of them any more. */
export class MonthDropService {
  readonly #state = new RetentionStateRepository();
  readonly #archives = new ArchiveRepository();

  constructor(private readonly beforeMonthGoes: BeforeMonthGoes = () => Promise.resolve(true)) {}

  /**
   * Months that are due for every tenant that has rows there, none of whom has a hold on anything, or archives what is not in archives yet.
   * @returns how many went
   */
  async dropDue(run: JobRun, retained: RetainedTable, rows: DueRowRepository, now: Date): Promise<number> {
    // What may stay although it is old stays in its month.
    if (!retained.isMonthly || retained.mayGo !== undefined) return 0;
    let dropped = 0;
    for (const month of await this.#closedMonths(run, retained, rows, now)) {
      const tenants = await this.#agreeing(run, { retained, rows, now }, month);
      if (tenants === undefined) break;
      // What has no rows goes at the end, with what will have none by then.
      if (tenants.length === 0) continue;
      const gone = await this.#drop(run, retained, rows, { month, agreeing: tenants, now });
      dropped += gone;
      // A log loses its months from the beginning on, one after the other.
      if (gone === 0 && retained.isAppendOnly === true) break;
    }
    return dropped;
  }

  /** @returns all tenants with rows in the month or before; undefined when one of them does not agree, or they are too many */
  async #agreeing(run: JobRun, task: Omit<CopyTask, 'tenantId'>, month: string): Promise<string[] | undefined> {
    const { retained, rows } = task;
    const agreeing: string[] = [];
    for (;;) {
      const last = agreeing.at(-1);
      const page = await run.step((tx) => rows.findTenants(tx, endOfMonth(month), last, PAGE));
      if (page.length === 0) break;
      if (agreeing.length + page.length > mostTenants(retained)) return undefined;
      for (const tenantId of page) if (!(await this.#agrees(run, { ...task, tenantId }, month))) return undefined;
      agreeing.push(...page);
    }
    // What is asked last may be dear.
    for (const tenantId of agreeing) {
      if (!(await this.beforeMonthGoes({ retained, tenantId, until: endOfMonth(month), signal: run.signal }))) return undefined;
    }
    return agreeing;
  }

  /** Months that have no rows any more. @returns how many went */
  async dropEmpty(run: JobRun, retained: RetainedTable, rows: DueRowRepository, now: Date): Promise<number> {
    if (!retained.isMonthly) return 0;
    let dropped = 0;
    for (const month of await this.#closedMonths(run, retained, rows, now)) {
      dropped += await this.#drop(run, retained, rows, { month, agreeing: [], now });
    }
    return dropped;
  }

  async #closedMonths(run: JobRun, retained: RetainedTable, rows: DueRowRepository, now: Date): Promise<string[]> {
    return monthsBefore(await run.step((tx) => rows.findMonths(tx)), earliestDue(retained.category, now));
  }

  #agrees(run: JobRun, { retained, rows, tenantId, now }: CopyTask, month: string): Promise<boolean> {
    const { category } = retained;
    return run.stepInTenant(tenantId, async (tx) => {
      const term = termOf(await this.#state.findRules(tx, tenantId), category);
      const { isHeld, holdsLeads } = await this.#state.findHolds(tx, tenantId, category, now);
      if (dueBefore(term, now) < endOfMonth(month) || isHeld || holdsLeads) return false;
      if (term.action === 'delete') return true;
      if (retained.isAppendOnly !== true) return false;
      const [copied, there] = await Promise.all([
        this.#archives.countOfMonth(tx, tenantId, category, month),
        rows.countOfMonth(tx, tenantId, month),
      ]);
      return copied === there;
    });
  }

  /** Whoever reads the table for long is not waited for: there will be another run. */
  async #drop(
    run: JobRun,
    { category }: RetainedTable,
    rows: DueRowRepository,
    { month, agreeing, now }: { readonly month: string; readonly agreeing: readonly string[]; readonly now: Date },
  ): Promise<number> {
    try {
      const isGone = await run.step((tx) => rows.dropMonth(tx, month, agreeing, now));
      if (isGone) monthsGone.add(1, { category });
      return Number(isGone);
    } catch (error) {
      if (sqlStateOf(error) === LOCK_NOT_AVAILABLE) return 0;
      throw error;
    }
  }
}

function mostTenants({ dropMonth, isAppendOnly }: RetainedTable): number {
  if (dropMonth !== undefined) return Infinity;
  return isAppendOnly === true ? MOST_TENANTS_OF_LOG : MOST_TENANTS;
}
