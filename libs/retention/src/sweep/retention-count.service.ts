import { MOST_COUNTED, type RetentionCount } from '@leadstream/contracts';
import { type Clock, systemClock } from '@leadstream/kernel';
import type { TenantDatabase, Tx } from '@leadstream/persistence';
import { RetentionStateRepository } from '../holds/retention-state.repository.js';
import type { RetainedTable } from '../retained-table.js';
import { dueBefore, termOf, type ToldRule } from '../terms/retention-term.rules.js';
import { beginOfMonthOf } from './closed-month.rules.js';
import { DueRowRepository } from './due-row.repository.js';

/** Says what would go of the tenant in context. */
export class RetentionCountService {
  readonly #state = new RetentionStateRepository();
  readonly #tables: readonly { readonly retained: RetainedTable; readonly rows: DueRowRepository }[];

  constructor(
    private readonly database: TenantDatabase,
    tables: readonly RetainedTable[],
    private readonly clock: Clock = systemClock,
  ) {
    this.#tables = tables.map((retained) => ({ retained, rows: new DueRowRepository(retained) }));
  }

  /** @param rules in place of what the tenant said */
  async count(rules?: readonly ToldRule[]): Promise<{ items: RetentionCount[] }> {
    const now = this.clock.now();
    const items = await this.database.read(async (tx) => {
      const heeded = rules ?? (await this.#state.findRules(tx, tx.tenantId));
      return Promise.all(this.#tables.map(({ retained, rows: due }) => this.#countOne(tx, retained, due, heeded, now)));
    });
    return { items };
  }

  async #countOne(
    tx: Tx,
    { category, isAppendOnly = false }: RetainedTable,
    rows: DueRowRepository,
    rules: readonly ToldRule[],
    now: Date,
  ): Promise<RetentionCount> {
    const term = termOf(rules, category);
    const before = dueBefore(term, now);
    const [holds, counted] = await Promise.all([
      this.#state.findHolds(tx, tx.tenantId, category, now),
      rows.count(tx, tx.tenantId, isAppendOnly ? beginOfMonthOf(before) : before, now, MOST_COUNTED),
    ]);
    // Rows of a log go with their months alone, so a hold on any lead keeps them all.
    const areAllHeld = holds.isHeld || (isAppendOnly && holds.holdsLeads);
    const { due, held, oldestAt } = areAllHeld ? { due: 0, held: counted.due + counted.held, oldestAt: null } : counted;
    return { category, ...term, due, held, isCategoryHeld: holds.isHeld, oldestAt: oldestAt?.toISOString() ?? null };
  }
}
