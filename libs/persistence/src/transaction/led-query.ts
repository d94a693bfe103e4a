import type { Writable } from 'node:stream';
import pg from 'pg';
import type { Sql } from '../tx.js';

/** A prepared statement that runs ahead of another one. */
export interface Lead {
  readonly name: string;
  readonly values: readonly string[];
}

/** The part of pg's wire connection that a submitted query uses. */
interface WireConnection {
  readonly stream: Writable;
  bind(config: { statement: string; values: readonly string[] }): void;
  execute(config: { portal: '' }): void;
}

/** pg's Query as it is at run time; its published types leave out what a Submittable is called with. */
interface SubmittedQuery {
  submit(connection: WireConnection): Error | null;
  /** Writes the messages of one extended query, up to its Sync; called within a corked stream, after all checks. */
  prepare(connection: WireConnection): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: WireConnection): void;
}
type QueryConstructor = new (config: object, values: undefined, callback: Callback) => SubmittedQuery;
type Callback = (error: Error | undefined, result: pg.QueryResult) => void;

const PgQuery = pg.Query as unknown as QueryConstructor;

const gathering = new WeakSet<Writable>();

/** What is submitted in one turn of the event loop leaves in one write: the system call costs more than most statements do. */
function gatherWrites(stream: Writable): void {
  if (gathering.has(stream)) return;
  gathering.add(stream);
  stream.cork();
  process.nextTick(() => {
    gathering.delete(stream);
    stream.uncork();
  });
}

/**
 * A statement with prepared statements in front of it, all before one Sync: one write, one answer, and when one of the
 * leads fails the server skips the statement. Without BEGIN among the leads, the whole is its own transaction.
 */
class LedQuery extends PgQuery {
  #leadsRunning: number;
  readonly #leads: readonly Lead[];

  constructor(leads: readonly Lead[], config: object, callback: Callback) {
    super(config, undefined, callback);
    this.#leads = leads;
    this.#leadsRunning = leads.length;
  }

  override submit(connection: WireConnection): Error | null {
    gatherWrites(connection.stream);
    return super.submit(connection);
  }

  override prepare(connection: WireConnection): void {
    for (const { name, values } of this.#leads) {
      connection.bind({ statement: name, values });
      connection.execute({ portal: '' });
    }
    super.prepare(connection);
  }

  override handleDataRow(message: unknown): void {
    if (this.#leadsRunning === 0) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: WireConnection): void {
    if (this.#leadsRunning > 0) this.#leadsRunning -= 1;
    else super.handleCommandComplete(message, connection);
  }
}

/**
 * Sends `leads`, then `sql`. The extended protocol is used always: it takes one statement only, which leaves nothing to
 * a second one smuggled into the text.
 */
export function runLed(client: pg.ClientBase, leads: readonly Lead[], sql: Sql, values: readonly unknown[] = []): Promise<pg.QueryResult> {
  const statement = typeof sql === 'string' ? { text: sql } : { name: sql.name, text: sql.text };
  const { promise, resolve, reject } = Promise.withResolvers<pg.QueryResult>();
  const config = { ...statement, values, queryMode: 'extended' };
  client.query(new LedQuery(leads, config, (error, result) => (error ? reject(error) : resolve(result))) as unknown as pg.Submittable);
  return promise;
}
