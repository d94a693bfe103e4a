import { isUuid, type Uuid } from '@leadstream/kernel';
import type pg from 'pg';
import { databaseErrors } from '../database.errors.js';
import type { Sql, TenantsTx, Tx } from '../tx.js';
import type { Lead } from './led-query.js';
import type { PooledConnection } from './pooled-connection.js';
import { TenantTurn } from './tenant-turn.js';

const BEGIN: Lead = { name: 'leadstream_begin', values: [] };
const COMMIT = { name: 'leadstream_commit', text: 'COMMIT' };

/** What makes a tenant's rows those in reach, until the transaction ends. */
export const tenantLead = (tenantId: Uuid | ''): Lead => ({ name: 'leadstream_tenant', values: [tenantId] });

/**
 * A transaction that opens with its first statement: BEGIN, the tenant and the statement leave in one write.
 * Without a tenant (empty text) every tenant table is empty and refuses rows.
 */
export class PgTransaction implements Tx, TenantsTx {
  #state: 'unopened' | 'open' | 'over' = 'unopened';
  #failure: unknown;
  /** What the server will have been told when it comes to the next statement. */
  #tenantOfServer: Uuid | '' | undefined;
  #turn: TenantTurn | undefined;

  constructor(
    private readonly connection: PooledConnection,
    readonly tenantId: Uuid | '',
  ) {}

  /** The first statement that failed; what followed could only fail because of it. */
  get failure(): unknown {
    return this.#failure;
  }

  async query<R>(sql: Sql, values?: readonly unknown[]): Promise<R[]> {
    return this.rowsAs(this.tenantId, sql, values);
  }

  async queryOne<R>(sql: Sql, values?: readonly unknown[]): Promise<R | undefined> {
    return (await this.query<R>(sql, values))[0];
  }

  async execute(sql: Sql, values?: readonly unknown[]): Promise<number> {
    return this.countAs(this.tenantId, sql, values);
  }

  enter(tenantId: Uuid): Tx {
    this.#turn?.end();
    return (this.#turn = new TenantTurn(this, checked(tenantId)));
  }

  async rowsAs<R>(tenantId: Uuid | '', sql: Sql, values?: readonly unknown[]): Promise<R[]> {
    return (await this.#run(tenantId, sql, values)).rows as R[];
  }

  async countAs(tenantId: Uuid | '', sql: Sql, values?: readonly unknown[]): Promise<number> {
    return (await this.#run(tenantId, sql, values)).rowCount ?? 0;
  }

  /**
   * @throws the failure of a statement; of one that nobody waited for and that could not be sent once COMMIT is on its way: what else was sent is stored then
   * @throws DomainError `DATABASE.OUTCOME_UNKNOWN` when the connection is lost before the answer
   */
  async commit(): Promise<void> {
    if (this.#failure !== undefined) {
      await this.rollback();
      throw this.#failure;
    }
    if (!this.#end()) return;
    const { command } = await this.connection.run([], COMMIT).catch((error: unknown) => {
      this.#failure ??= error;
      throw this.connection.isLost ? databaseErrors.OUTCOME_UNKNOWN({ cause: error }) : error;
    });
    if (command !== 'COMMIT' || this.#failure !== undefined) throw this.#failure ?? new Error('the server rolled the transaction back');
  }

  /** Never fails: a connection that cannot roll back is closed by its release, which rolls back too. */
  async rollback(): Promise<void> {
    if (this.#end()) await this.connection.run([], 'ROLLBACK').catch(() => undefined);
  }

  async #run(tenantId: Uuid | '', sql: Sql, values?: readonly unknown[]): Promise<pg.QueryResult> {
    if (this.#state === 'over') throw new Error('the transaction is over: a statement was not awaited, or its tx was kept');
    const leads = this.#state === 'unopened' ? [BEGIN] : [];
    if (this.#tenantOfServer !== tenantId) leads.push(tenantLead(tenantId));
    this.#state = 'open';
    this.#tenantOfServer = tenantId;
    try {
      return await this.connection.run(leads, sql, values);
    } catch (error) {
      this.#failure ??= error;
      throw error;
    }
  }

  /** @returns whether there is a transaction to end */
  #end(): boolean {
    const wasOpen = this.#state === 'open';
    this.#state = 'over';
    return wasOpen;
  }
}

/** @throws TypeError for what the database would not take as a tenant, or would take for none */
export function checked(tenantId: Uuid): Uuid {
  if (!isUuid(tenantId)) throw new TypeError('a tenant id must be a lower-case UUID');
  return tenantId;
}
