import type { RetentionTerm } from '@leadstream/contracts';
import type { Figures, JobRun } from '@leadstream/jobs';
import type { Clock } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import type { ArchiveTask, ArchivistService } from '../archive/archivist.service.js';
import { RetentionStateRepository } from '../holds/retention-state.repository.js';
import { noteOverdue, rowsGone } from '../metrics.js';
import type { RetainedTable } from '../retained-table.js';
import { dueBefore, earliestDue, termOf } from '../terms/retention-term.rules.js';
import type { BeforeMonthGoes } from './before-month-goes.js';
import { DueRowRepository } from './due-row.repository.js';
import { MonthArchiveService } from './month-archive.service.js';
import { MonthDropService } from './month-drop.service.js';

/** Rows that one transaction removes, and transactions that a tenant gets in one run: nobody waits long for another's millions. */
const ROWS = 5_000;
const BATCHES = 200;
/** Rows of one archive: they are in memory, sealed and plain. */
const ARCHIVE_ROWS = 2_000;

interface Table {
  readonly retained: RetainedTable;
  readonly rows: DueRowRepository;
}

/** How many rows went. */
interface Gone {
  readonly deleted: number;
  readonly archived: number;
}

export interface RetentionSweepOptions {
  readonly tables: readonly RetainedTable[];
  readonly clock: Clock;
  /** Left out, what is to be archived stays where it is. */
  readonly archivist?: ArchivistService | undefined;
  /** Left out, nobody else is asked. */
  readonly beforeMonthGoes?: BeforeMonthGoes | undefined;
}

/** Lets rows go whose time is over: by whole months where all tenants agree, else row by row; none that a legal hold keeps. */
export class RetentionSweepService {
  readonly #tables: readonly Table[];
  readonly #clock: Clock;
  readonly #archivist: ArchivistService | undefined;
  readonly #state = new RetentionStateRepository();
  readonly #months: MonthDropService;

  constructor({ tables, clock, archivist, beforeMonthGoes }: RetentionSweepOptions) {
    this.#months = new MonthDropService(beforeMonthGoes);
    this.#tables = tables.map((retained) => ({ retained, rows: new DueRowRepository(retained) }));
    this.#clock = clock;
    this.#archivist = archivist;
  }

  /** Ended in between, the next run goes on from what is left. */
  async run(run: JobRun): Promise<Figures> {
    const figures = { deleted: 0, archived: 0, months: 0 };
    for (const { retained, rows } of this.#tables) {
      const now = this.#clock.now();
      if (retained.isAppendOnly === true) figures.archived += await this.#copyMonths(run, { retained, rows }, now);
      figures.months += await this.#months.dropDue(run, retained, rows, now);
      if (retained.isAppendOnly !== true) {
        const gone = await this.#ofAll(run, { retained, rows }, now);
        figures.deleted += gone.deleted;
        figures.archived += gone.archived;
      }
      figures.months += await this.#months.dropEmpty(run, retained, rows, now);
    }
    return figures;
  }

  async #copyMonths(run: JobRun, { retained, rows }: Table, now: Date): Promise<number> {
    if (this.#archivist === undefined) return 0;
    const copied = await new MonthArchiveService(this.#archivist).copyDue(run, retained, rows, now, ARCHIVE_ROWS);
    rowsGone.add(copied, { category: retained.category, how: 'archived' });
    return copied;
  }

  async #ofAll(run: JobRun, table: Table, now: Date): Promise<Gone> {
    const { category } = table.retained;
    const before = earliestDue(category, now);
    let [deleted, archived, overdueSeconds] = [0, 0, 0];
    let after: string | undefined;
    for (;;) {
      const last = after;
      const tenants = await run.step((tx) => table.rows.findTenants(tx, before, last));
      for (const tenantId of tenants) {
        deleted += await this.#delete(run, table, tenantId, now);
        archived += await this.#archive(run, table, tenantId, now);
        overdueSeconds = Math.max(overdueSeconds, await this.#overdueSeconds(run, table, tenantId, now));
      }
      after = tenants.at(-1);
      if (after === undefined) break;
    }
    noteOverdue(category, overdueSeconds);
    return { deleted, archived };
  }

  async #delete(run: JobRun, { retained, rows }: Table, tenantId: string, now: Date): Promise<number> {
    const most = retained.most ?? ROWS;
    let deleted = 0;
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const gone = await run.stepInTenant(tenantId, async (tx) => {
        const before = await this.#inTurn(tx, retained, 'delete', now);
        return before === undefined ? 0 : rows.remove(tx, tenantId, before, now, most);
      });
      deleted += gone;
      rowsGone.add(gone, { category: retained.category, how: 'deleted' });
      if (gone < most) break;
    }
    return deleted;
  }

  async #archive(run: JobRun, { retained, rows }: Table, tenantId: string, now: Date): Promise<number> {
    if (this.#archivist === undefined) return 0;
    const isDue = (tx: Tx) => this.#inTurn(tx, retained, 'archive', now);
    const task: ArchiveTask = { retained, rows, tenantId, now, dueBefore: isDue };
    await this.#archivist.discardUnfinished(run, task);
    let archived = 0;
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const gone = await this.#archivist.archive(run, task, ARCHIVE_ROWS);
      archived += gone;
      rowsGone.add(gone, { category: retained.category, how: 'archived' });
      if (gone < ARCHIVE_ROWS) break;
    }
    return archived;
  }

  /** From here on a hold that comes waits, and finds what is left. @returns undefined when nothing may go in this way */
  async #inTurn(tx: Tx, retained: RetainedTable, action: RetentionTerm['action'], now: Date): Promise<Date | undefined> {
    await this.#state.lock(tx, tx.tenantId);
    const term = await this.#termOf(tx, retained, now);
    return term?.action === action ? dueBefore(term, now) : undefined;
  }

  #overdueSeconds(run: JobRun, { retained, rows }: Table, tenantId: string, now: Date): Promise<number> {
    return run.stepInTenant(tenantId, async (tx) => {
      const term = await this.#termOf(tx, retained, now);
      if (term === undefined || (term.action === 'archive' && this.#archivist === undefined)) return 0;
      const before = dueBefore(term, now);
      const oldestAt = await rows.findOldest(tx, tenantId, before, now);
      return oldestAt === undefined ? 0 : (before.getTime() - oldestAt.getTime()) / 1_000;
    });
  }

  /** @returns undefined while a hold keeps the whole category */
  async #termOf(tx: Tx, { category }: RetainedTable, now: Date): Promise<RetentionTerm | undefined> {
    const holds = await this.#state.findHolds(tx, tx.tenantId, category, now);
    return holds.isHeld ? undefined : termOf(await this.#state.findRules(tx, tx.tenantId), category);
  }
}
