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
/** Rows of a log go in no other way. A drop takes a lock for each tenant, and Postgres has room for 6,400 by default. */
const MOST_TENANTS_OF_LOG = 5_000;
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
    const most = retained.isAppendOnly === true ? MOST_TENANTS_OF_LOG : MOST_TENANTS;
    let dropped = 0;
    for (const month of await this.#closedMonths(run, retained, rows, now)) {
      const tenants = await run.step((tx) => rows.findTenants(tx, endOfMonth(month), undefined, most + 1));
      if (tenants.length > most || !(await this.#allAgree(run, { retained, rows, now }, tenants, month))) break;
      // What has no rows goes at the end, with what will have none by then.
      if (tenants.length === 0) continue;
      const gone = await this.#drop(run, retained, rows, { month, agreeing: tenants, now });
      dropped += gone;
      // A log loses its months from the beginning on, one after the other.
      if (gone === 0 && retained.isAppendOnly === true) break;
    }
    return dropped;
  }

  /** What is asked last may be dear. */
  async #allAgree(run: JobRun, task: Omit<CopyTask, 'tenantId'>, tenants: readonly string[], month: string): Promise<boolean> {
    for (const tenantId of tenants) if (!(await this.#agrees(run, { ...task, tenantId }, month))) return false;
    const { retained } = task;
    for (const tenantId of tenants) {
      if (!(await this.beforeMonthGoes({ retained, tenantId, until: endOfMonth(month), signal: run.signal }))) return false;
    }
    return true;
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
