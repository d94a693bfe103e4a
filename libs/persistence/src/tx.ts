import type { Uuid } from '@leadstream/kernel';

/** A statement that is prepared once per connection; `name` is unique within the service, one text for ever. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** One SQL statement, with `$1`-style parameters. */
export type Sql = string | Statement;

/**
 * Statements inside one transaction. They are sent at once and answered in order, so independent ones may run together
 * under `Promise.all` and cost one round trip.
 */
export interface SystemTx {
  /** @returns the rows; `bigint` and `numeric` come as strings, `date` as `YYYY-MM-DD`, instants as Date */
  query<R>(sql: Sql, values?: readonly unknown[]): Promise<R[]>;
  /** @returns the first row, or undefined */
  queryOne<R>(sql: Sql, values?: readonly unknown[]): Promise<R | undefined>;
  /** @returns how many rows were affected */
  execute(sql: Sql, values?: readonly unknown[]): Promise<number>;
}

/** A transaction of one tenant: other tenants' rows are neither visible nor writable. */
export interface Tx extends SystemTx {
  readonly tenantId: Uuid;
}

/** A transaction that sees no tenant's rows by itself and takes the parts of tenants in turn. */
export interface TenantsTx extends SystemTx {
  /** @returns the tenant's part; it ends when another is entered, and the same tenant may be entered again */
  enter(tenantId: Uuid): Tx;
}
