import { currentContext, type RequestContext, type Uuid } from '@leadstream/kernel';
import { isInTrace, withSpan } from '@leadstream/telemetry';
import { PrismaPg } from '@prisma/adapter-pg';
import type { ColumnCipher } from './encryption/column-cipher.js';
import { databaseErrors } from './database.errors.js';
import { onceOnly } from './idempotent-write.js';
import { operationDuration } from './metrics.js';
import { ConnectionPool, type PoolOptions } from './transaction/connection-pool.js';
import { PgReader } from './transaction/pg-reader.js';
import { checked, PgTransaction, tenantLead } from './transaction/pg-transaction.js';
import { type Attempt, retried } from './transaction/retry.js';
import type { Sql, SystemTx, TenantsTx, Tx } from './tx.js';

export interface TenantDatabaseOptions extends PoolOptions {
  /** Seals the answers that are kept for idempotency keys; needed by whoever writes with such a key. */
  readonly answers?: ColumnCipher;
}

/**
 * A slice's database as its service sees it. Every call is one transaction, of one tenant unless it says otherwise; the tenant is
 * set for the transaction only, so nothing of it is left on the connection. Transactions that fail because of concurrent ones are run
 * again, up to three times: `work` must have no effect but through its `tx`.
 */
export class TenantDatabase {
  readonly #pool: ConnectionPool;
  readonly answers: ColumnCipher | undefined;

  constructor({ answers, ...options }: TenantDatabaseOptions) {
    this.answers = answers;
    this.#pool = new ConnectionPool(options);
  }

  /** Runs `work` in a transaction of `tenantId`; commits when it returns, rolls back when it throws. */
  async inTenant<T>(tenantId: Uuid, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#transaction(checked(tenantId), work);
  }

  /**
   * One transaction of several tenants, one after the other: `tx.enter(tenantId)` gives a tenant the turn. Its rows are the only
   * ones in reach until the next is entered; all commits together or not at all.
   */
  async acrossTenants<T>(work: (tx: TenantsTx) => Promise<T>): Promise<T> {
    return this.#transaction('', work);
  }

  /** Statements that only read, each of them on the state committed before it. A write fails with SQLSTATE 25006. */
  async readInTenant<T>(tenantId: Uuid, work: (tx: Tx) => Promise<T>): Promise<T> {
    const tenant = checked(tenantId);
    return measured('read', () => retried(() => this.#read(tenant, work)));
  }

  /**
   * One statement that is a transaction of its own: one way there and back, no BEGIN and no COMMIT.
   * @throws DomainError `DATABASE.OUTCOME_UNKNOWN` when the connection is lost under way
   */
  async runInTenant<R>(tenantId: Uuid, sql: Sql, values: readonly unknown[]): Promise<R[]> {
    const tenant = checked(tenantId);
    return measured('transaction', () => retried(() => this.#single<R>(tenant, sql, values)));
  }

  /**
   * `inTenant` of the ambient context. With an idempotency key in the context the work is done once per key: its answer
   * is stored in the same transaction and given again for 24 hours. One write a request.
   * @returns what `work` returned, as JSON carries it (instants as text)
   * @throws DomainError `IDEMPOTENCY.KEY_REUSED` or `IDEMPOTENCY.IN_PROGRESS`
   */
  async write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const { tenantId, idempotency } = ambient();
    if (!idempotency) return this.inTenant(tenantId, work);
    return onceOnly(idempotency, this.answers, work, (claimed) => this.inTenant(tenantId, claimed));
  }

  /** `readInTenant` of the ambient context. */
  async read<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.readInTenant(ambient().tenantId, work);
  }

  /** A transaction that sees no tenant's rows: for tables without tenant and for functions that run as the owner. */
  async withoutTenant<T>(work: (tx: SystemTx) => Promise<T>): Promise<T> {
    return this.#transaction('', work);
  }

  /** Prisma's way to the same connections; `new PrismaClient({ adapter })`. Tenant tables open up in `prismaInTenant` only. */
  prismaAdapter(schema: string): PrismaPg {
    return new PrismaPg(this.#pool.pg, { schema });
  }

  /** @throws DomainError `DATABASE.UNAVAILABLE` when the database does not answer */
  async ping(): Promise<void> {
    await this.withoutTenant((tx) => tx.query('SELECT 1'));
  }

  /** Closes the pool once the running transactions are done. */
  async end(): Promise<void> {
    await this.#pool.end();
  }

  async #transaction<T>(tenantId: Uuid | '', work: (tx: PgTransaction) => Promise<T>): Promise<T> {
    return measured('transaction', () => retried(() => this.#attempt(tenantId, work)));
  }

  async #attempt<T>(tenantId: Uuid | '', work: (tx: PgTransaction) => Promise<T>): Promise<Attempt<T>> {
    const connection = await this.#pool.acquire();
    const tx = new PgTransaction(connection, tenantId);
    try {
      const value = await work(tx);
      await tx.commit();
      return { value };
    } catch (error) {
      await tx.rollback();
      return { error, failure: tx.failure };
    } finally {
      connection.release();
    }
  }

  async #single<R>(tenantId: Uuid, sql: Sql, values: readonly unknown[]): Promise<Attempt<R[]>> {
    const connection = await this.#pool.acquire();
    try {
      return { value: (await connection.run([tenantLead(tenantId)], sql, values)).rows as R[] };
    } catch (failure) {
      return { error: connection.isLost ? databaseErrors.OUTCOME_UNKNOWN({ cause: failure }) : failure, failure };
    } finally {
      connection.release();
    }
  }

  async #read<T>(tenantId: Uuid, work: (tx: Tx) => Promise<T>): Promise<Attempt<T>> {
    const connection = await this.#pool.acquire();
    const reader = new PgReader(connection, tenantId);
    try {
      return { value: await work(reader) };
    } catch (error) {
      return { error, failure: error };
    } finally {
      reader.close();
      connection.release();
    }
  }
}

function ambient(): RequestContext {
  const context = currentContext();
  if (!context) throw new Error('there is no ambient context: call inTenant, or run inside runInContext');
  return context;
}

/** A span only within a trace: transactions of pollers and refreshers, which nobody asked for, would be traces of their own. */
async function measured<T>(operation: 'read' | 'transaction', work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  try {
    if (!isInTrace()) return await work();
    return await withSpan(`database.${operation}`, { 'db.system.name': 'postgresql' }, work, { kind: 'client' });
  } finally {
    operationDuration.record((performance.now() - startedAt) / 1000, { 'db.operation.name': operation });
  }
}
