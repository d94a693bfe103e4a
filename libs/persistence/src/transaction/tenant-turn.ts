import type { Uuid } from '@leadstream/kernel';
import type { Sql, Tx } from '../tx.js';

/** Sends a statement of a transaction as one of its tenants. */
export interface StatementsAs {
  rowsAs<R>(tenantId: Uuid, sql: Sql, values?: readonly unknown[]): Promise<R[]>;
  countAs(tenantId: Uuid, sql: Sql, values?: readonly unknown[]): Promise<number>;
}

/** One tenant's part in a transaction of several. When the next has the turn, this one sends nothing more. */
export class TenantTurn implements Tx {
  #over = false;

  constructor(
    private readonly transaction: StatementsAs,
    readonly tenantId: Uuid,
  ) {}

  async query<R>(sql: Sql, values?: readonly unknown[]): Promise<R[]> {
    this.#demandTurn();
    return this.transaction.rowsAs(this.tenantId, sql, values);
  }

  async queryOne<R>(sql: Sql, values?: readonly unknown[]): Promise<R | undefined> {
    return (await this.query<R>(sql, values))[0];
  }

  async execute(sql: Sql, values?: readonly unknown[]): Promise<number> {
    this.#demandTurn();
    return this.transaction.countAs(this.tenantId, sql, values);
  }

  /** Refuses further statements. */
  end(): void {
    this.#over = true;
  }

  #demandTurn(): void {
    if (this.#over) throw new Error('the turn is over: a statement was not awaited, or its tx was kept');
  }
}
