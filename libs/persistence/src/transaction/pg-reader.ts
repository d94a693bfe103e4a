import type { Uuid } from '@leadstream/kernel';
import type { Sql, Tx } from '../tx.js';
import type { PooledConnection } from './pooled-connection.js';

/**
 * Reads of one tenant. Each statement carries the tenant and READ ONLY in front of it and is a transaction of its own,
 * which is what READ COMMITTED gives in any case, and saves BEGIN and COMMIT.
 */
export class PgReader implements Tx {
  #over = false;

  constructor(
    private readonly connection: PooledConnection,
    readonly tenantId: Uuid,
  ) {}

  async query<R>(sql: Sql, values?: readonly unknown[]): Promise<R[]> {
    return (await this.#run(sql, values)).rows as R[];
  }

  async queryOne<R>(sql: Sql, values?: readonly unknown[]): Promise<R | undefined> {
    return (await this.query<R>(sql, values))[0];
  }

  async execute(sql: Sql, values?: readonly unknown[]): Promise<number> {
    return (await this.#run(sql, values)).rowCount ?? 0;
  }

  /** Refuses further statements. */
  close(): void {
    this.#over = true;
  }

  #run(sql: Sql, values?: readonly unknown[]) {
    if (this.#over) throw new Error('the read is over: a statement was not awaited, or its tx was kept');
    return this.connection.run([{ name: 'leadstream_reader', values: [this.tenantId] }], sql, values);
  }
}
