import type { JobRun } from '@leadstream/jobs';
import type { ArchivistService, CopyTask } from '../archive/archivist.service.js';
import { RetentionStateRepository } from '../holds/retention-state.repository.js';
import type { RetainedTable } from '../retained-table.js';
import { dueBefore, earliestDue, termOf } from '../terms/retention-term.rules.js';
import { endOfMonth, monthsBefore } from './closed-month.rules.js';
import type { DueRowRepository } from './due-row.repository.js';

/** Puts months of a table whose rows never change into archives; the rows stay until their month goes. */
export class MonthArchiveService {
  readonly #state = new RetentionStateRepository();

  constructor(private readonly archivist: ArchivistService) {}

  /**
   * Months that are due, of the tenants that archive.
   * @param max rows of one archive
   * @returns how many rows were copied
   */
  async copyDue(run: JobRun, retained: RetainedTable, rows: DueRowRepository, now: Date, max: number): Promise<number> {
    let copied = 0;
    for (const month of monthsBefore(await run.step((tx) => rows.findMonths(tx)), earliestDue(retained.category, now))) {
      let after: string | undefined;
      for (;;) {
        const last = after;
        const tenants = await run.step((tx) => rows.findTenants(tx, endOfMonth(month), last));
        for (const tenantId of tenants) copied += await this.#copyMonth(run, { retained, rows, tenantId, now }, month, max);
        after = tenants.at(-1);
        if (after === undefined) break;
      }
    }
    return copied;
  }

  async #copyMonth(run: JobRun, task: CopyTask, month: string, max: number): Promise<number> {
    if (!(await this.#isDue(run, task, month))) return 0;
    await this.archivist.discardUnfinished(run, task);
    let copied = 0;
    for (;;) {
      const rows = await this.archivist.copy(run, task, month, max);
      copied += rows;
      if (rows < max) return copied;
    }
  }

  #isDue(run: JobRun, { retained: { category }, tenantId, now }: CopyTask, month: string): Promise<boolean> {
    return run.stepInTenant(tenantId, async (tx) => {
      const term = termOf(await this.#state.findRules(tx, tenantId), category);
      return term.action === 'archive' && dueBefore(term, now) >= endOfMonth(month);
    });
  }
}
