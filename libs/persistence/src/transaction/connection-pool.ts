import { TlsTrouble } from '@leadstream/kernel';
import { logger } from '@leadstream/telemetry';
import pg from 'pg';
import { databaseErrors } from '../database.errors.js';
import { observePool } from '../metrics.js';
import { postgresConnection } from '../postgres-url.js';
import type { Statement } from '../tx.js';
import { PooledConnection } from './pooled-connection.js';

export interface PoolOptions {
  /** Connection string of a slice's service or relay role. */
  readonly url: string;
  readonly poolSize: number;
  /** Shown in `pg_stat_activity` and as the pool's name in metrics. */
  readonly applicationName: string;
  /** After this long without an answer a connection is given up; the server's own limit is set on the role. Default 35 s. */
  readonly answerTimeoutMs?: number;
  /** How long a caller waits for a connection before it is told that the database is unavailable. Default 5 s. */
  readonly acquireTimeoutMs?: number;
}

const DATE_OID = 1082;
/** Statements that lead others; prepared on every connection before its first use. */
const PREPARED: readonly (Statement & { readonly values?: string[] })[] = [
  { name: 'leadstream_begin', text: 'BEGIN' },
  { name: 'leadstream_tenant', text: `SELECT set_config('app.tenant_id', $1, true)`, values: [''] },
  {
    name: 'leadstream_reader',
    text: `SELECT set_config('app.tenant_id', $1, true), set_config('transaction_read_only', 'on', true)`,
    values: [''],
  },
  { name: 'leadstream_commit', text: 'COMMIT' },
];

const types: pg.CustomTypesConfig = {
  // A day is no instant: pg would make it local midnight.
  getTypeParser: ((oid: number, format?: 'text') =>
    oid === DATE_OID ? String : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

/** A bounded set of pipelining connections. */
export class ConnectionPool {
  readonly pg: pg.Pool;
  readonly #unobserve: () => void;
  readonly #tls: TlsTrouble;

  constructor({ url, poolSize, applicationName, answerTimeoutMs = 35_000, acquireTimeoutMs = 5_000 }: PoolOptions) {
    const log = logger('database');
    this.pg = new pg.Pool({
      ...postgresConnection(url),
      application_name: applicationName,
      max: poolSize,
      pipeline: true,
      keepAlive: true,
      query_timeout: answerTimeoutMs,
      connectionTimeoutMillis: acquireTimeoutMs,
      types,
      onConnect: (client) => prepare(client),
    });
    this.#tls = new TlsTrouble((reason) => log.warn('tls_refused', { peer: 'postgres', pool: applicationName, reason }));
    this.pg.on('error', (error) => log.info('idle_connection_lost', { error }));
    this.#unobserve = observePool(applicationName, this.pg);
  }

  /** @throws DomainError `DATABASE.UNAVAILABLE` or `DATABASE.TLS_REFUSED` */
  async acquire(): Promise<PooledConnection> {
    try {
      return new PooledConnection(await this.pg.connect());
    } catch (error) {
      const reason = this.#tls.failed(error);
      throw (reason === undefined ? databaseErrors.UNAVAILABLE : databaseErrors.TLS_REFUSED)({ cause: error });
    }
  }

  /** Waits for the connections in use, then closes all. */
  async end(): Promise<void> {
    this.#unobserve();
    await this.pg.end();
  }
}

async function prepare(client: pg.ClientBase): Promise<void> {
  await Promise.all(PREPARED.map((statement) => client.query({ ...statement })));
}
