import { Injectable } from '@nestjs/common';
import type { Actor, Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { BudgetAccount, LedgerEntry } from '../budget.js';

/** Columns of an entry as {@link entryOf} reads them. */
export const ENTRY_COLUMNS = `budget_id AS "budgetId", sequence, kind, account, currency, change_minor AS "changeMinor",
  balance_before_minor AS "balanceBeforeMinor", balance_after_minor AS "balanceAfterMinor", reference, note,
  reverses_sequence AS "reversesSequence", actor_kind AS "actorKind", actor_id AS "actorId", request_id AS "requestId",
  recorded_at AS "recordedAt", previous_hash AS "previousHash", hash`;

const OF_BUDGET = 'tenant_id = $1 AND budget_id = $2';
const finding = (name: string, condition: string): Statement => ({
  name,
  text: `SELECT ${ENTRY_COLUMNS} FROM budget_entry WHERE ${OF_BUDGET} AND ${condition}`,
});
const FIND = finding('budget-entry-find', 'sequence = $3');
const FIND_BY_REFERENCE = finding('budget-entry-find-by-reference', 'reference = $3');
const FIND_REVERSAL = finding('budget-entry-find-reversal', 'reverses_sequence = $3');
const FIND_AFTER = finding('budget-entry-find-after', 'sequence > $3 AND sequence <= $4 ORDER BY sequence LIMIT $5');

const INSERT: Statement = {
  name: 'budget-entry-insert',
  text: `INSERT INTO budget_entry (tenant_id, budget_id, sequence, kind, account, currency, change_minor, balance_before_minor,
           balance_after_minor, reference, note, reverses_sequence, actor_kind, actor_id, request_id, recorded_at, previous_hash, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
};

const BALANCE_AT: Statement = {
  name: 'budget-balance-at',
  text: `SELECT sequence, balance_after_minor AS "balanceMinor" FROM budget_entry
          WHERE ${OF_BUDGET} AND recorded_at <= $3 ORDER BY recorded_at DESC, sequence DESC LIMIT 1`,
};

const SUM_BY_ACCOUNT: Statement = {
  name: 'budget-entry-sums',
  text: `SELECT account, sum(change_minor) AS "changeMinor" FROM budget_entry WHERE ${OF_BUDGET} AND sequence <= $3 GROUP BY account`,
};

type Minor = 'changeMinor' | 'balanceBeforeMinor' | 'balanceAfterMinor';
export type EntryRow = Omit<LedgerEntry, Minor | 'actor'> & Readonly<Record<Minor, string>> & { actorKind: Actor['kind']; actorId: string };

export function entryOf({ changeMinor, balanceBeforeMinor, balanceAfterMinor, actorKind, actorId, ...row }: EntryRow): LedgerEntry {
  return {
    ...row,
    changeMinor: BigInt(changeMinor),
    balanceBeforeMinor: BigInt(balanceBeforeMinor),
    balanceAfterMinor: BigInt(balanceAfterMinor),
    actor: { kind: actorKind, id: actorId },
  };
}

/** Which entries of a ledger: after one number, up to another, so many at most. */
export interface EntrySpan {
  readonly after: number;
  readonly upTo: number;
  readonly limit: number;
}

/** Entries of ledgers as rows. They are added and read; the database refuses everything else. */
@Injectable()
export class EntryRepository {
  async create(tx: Tx, tenantId: Uuid, entry: LedgerEntry): Promise<void> {
    const { budgetId, sequence, kind, account, currency, changeMinor, balanceBeforeMinor, balanceAfterMinor, reference, note } = entry;
    const { reversesSequence, actor, requestId, recordedAt, previousHash, hash } = entry;
    const booked = [
      sequence,
      kind,
      account,
      currency,
      changeMinor,
      balanceBeforeMinor,
      balanceAfterMinor,
      reference,
      note,
      reversesSequence,
    ];
    await tx.execute(INSERT, [tenantId, budgetId, ...booked, actor.kind, actor.id, requestId, recordedAt, previousHash, hash]);
  }

  findBySequence(tx: Tx, tenantId: Uuid, budgetId: Uuid, sequence: number): Promise<LedgerEntry | undefined> {
    return this.findOne(tx, FIND, [tenantId, budgetId, sequence]);
  }

  findByReference(tx: Tx, tenantId: Uuid, budgetId: Uuid, reference: string): Promise<LedgerEntry | undefined> {
    return this.findOne(tx, FIND_BY_REFERENCE, [tenantId, budgetId, reference]);
  }

  /** The entry that takes another one back. */
  findReversal(tx: Tx, tenantId: Uuid, budgetId: Uuid, sequence: number): Promise<LedgerEntry | undefined> {
    return this.findOne(tx, FIND_REVERSAL, [tenantId, budgetId, sequence]);
  }

  /** In the order of the ledger. */
  async findSpan(tx: Tx, tenantId: Uuid, budgetId: Uuid, { after, upTo, limit }: EntrySpan): Promise<LedgerEntry[]> {
    return (await tx.query<EntryRow>(FIND_AFTER, [tenantId, budgetId, after, upTo, limit])).map(entryOf);
  }

  /** The balance after the last entry recorded at an instant or before it; undefined when there is none. */
  async findBalanceAt(tx: Tx, tenantId: Uuid, budgetId: Uuid, at: Date): Promise<{ sequence: number; balanceMinor: bigint } | undefined> {
    const row = await tx.queryOne<{ sequence: number; balanceMinor: string }>(BALANCE_AT, [tenantId, budgetId, at]);
    return row && { sequence: row.sequence, balanceMinor: BigInt(row.balanceMinor) };
  }

  /** What bookings with each account changed the balance by, all together. */
  async sumByAccount(tx: Tx, tenantId: Uuid, budgetId: Uuid, upTo: number): Promise<ReadonlyMap<BudgetAccount, bigint>> {
    const rows = await tx.query<{ account: BudgetAccount; changeMinor: string }>(SUM_BY_ACCOUNT, [tenantId, budgetId, upTo]);
    return new Map(rows.map(({ account, changeMinor }) => [account, BigInt(changeMinor)]));
  }

  private async findOne(tx: Tx, statement: Statement, values: readonly unknown[]): Promise<LedgerEntry | undefined> {
    const row = await tx.queryOne<EntryRow>(statement, values);
    return row && entryOf(row);
  }
}
