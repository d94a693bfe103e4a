import pg from 'pg';
import { databaseErrors } from '../database.errors.js';
import { sqlStateOf, translated } from '../sql-state.js';
import type { Sql } from '../tx.js';
import { type Lead, runLed } from './led-query.js';

/** The server's prepared statements no longer are what the client believes: undefined name, or a changed result type. */
const STALE_STATEMENT = new Set(['26000', '0A000']);

/** A connection on loan from the pool. It goes back only when it is clean; otherwise it is closed. */
export class PooledConnection {
  #lost = false;
  #suspect = false;
  readonly #onError = (): void => {
    this.#lost = true;
  };

  constructor(private readonly client: pg.PoolClient) {
    client.on('error', this.#onError);
  }

  /** Whether the server can no longer be asked what became of the last statement. */
  get isLost(): boolean {
    return this.#lost;
  }

  /**
   * Runs one statement after its leads; see `runLed`.
   * @throws DomainError of `databaseErrors`, else what pg threw
   */
  async run(leads: readonly Lead[], sql: Sql, values?: readonly unknown[]): Promise<pg.QueryResult> {
    try {
      return await runLed(this.client, leads, sql, values);
    } catch (error) {
      this.#judge(error);
      if (this.#lost) throw databaseErrors.UNAVAILABLE({ cause: error });
      throw translated(error);
    }
  }

  /** Gives the connection back, or closes it when a transaction is still open on it or its state is in doubt. */
  release(): void {
    this.client.removeListener('error', this.#onError);
    this.client.release(this.#lost || this.#suspect || this.client.getTransactionStatus() !== 'I');
  }

  #judge(error: unknown): void {
    const severity = error instanceof pg.DatabaseError ? error.severity : undefined;
    // pg destroys the connection of a statement that was not answered in time.
    if (severity === 'FATAL' || severity === 'PANIC' || this.client.connection.stream.destroyed) this.#lost = true;
    // An error that is not the server's arose between here and there: the two may disagree on what is prepared.
    if (severity === undefined || STALE_STATEMENT.has(sqlStateOf(error) ?? '')) this.#suspect = true;
  }
}
