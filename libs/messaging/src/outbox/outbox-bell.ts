import pg from 'pg';
import { postgresConnection, type TenantDatabase } from '@leadstream/persistence';
import { errorFields, logger } from '@leadstream/telemetry';

const log = logger('outbox-bell');

/** Rings wait so long, in ms: by then the transaction that rang has usually committed, and many rings became one. */
const GATHER_MS = 3;
/** Under load the relay comes round by itself; more rings would only cost transactions. */
const BETWEEN_RINGS_MS = 20;
const RECONNECT_MS = 2_000;

/**
 * Makes the function that services ring when they have added events. It sends NOTIFY in a transaction of its own, for
 * inside the writing one it would make all commits of the database wait in line; and without waiting for the disk, for
 * a lost ring only means that the relay comes at its next poll.
 */
export function outboxRinger(database: TenantDatabase): () => void {
  let gathering = false;
  let lastRingMs = 0;
  const ring = async (): Promise<void> => {
    gathering = false;
    lastRingMs = performance.now();
    try {
      await database.withoutTenant((tx) =>
        Promise.all([tx.query('SET LOCAL synchronous_commit = off'), tx.query(`SELECT pg_notify('outbox_' || current_schema(), '')`)]),
      );
    } catch (error) {
      log.debug('ring_failed', { error: errorFields(error) });
    }
  };
  return () => {
    if (gathering) return;
    gathering = true;
    setTimeout(() => void ring(), Math.max(GATHER_MS, lastRingMs + BETWEEN_RINGS_MS - performance.now()));
  };
}

/** Listens for rings on a connection of its own; connects again when it is lost. */
export class OutboxBell {
  #client: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** @param url of the relay role, to Postgres itself: a transaction pooler passes no notifications on */
  constructor(
    private readonly url: string,
    private readonly onRing: () => void,
  ) {}

  open(): void {
    void this.#listen();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#client?.end().catch(() => undefined);
  }

  async #listen(): Promise<void> {
    const client = new pg.Client({ ...postgresConnection(this.url), application_name: 'outbox-bell', keepAlive: true });
    this.#client = client;
    client.on('error', () => this.#again(client));
    client.on('end', () => this.#again(client));
    client.on('notification', this.onRing);
    try {
      await client.connect();
      const { rows } = await client.query<{ schema: string }>('SELECT current_schema() AS schema');
      await client.query(`LISTEN ${pg.escapeIdentifier(`outbox_${rows[0]?.schema}`)}`);
      this.onRing();
    } catch (error) {
      log.warn('bell_not_connected', { error: errorFields(error) });
      this.#again(client);
    }
  }

  #again(client: pg.Client): void {
    if (this.#closed || this.#client !== client) return;
    this.#client = undefined;
    client.end().catch(() => undefined);
    this.#timer = setTimeout(() => void this.#listen(), RECONNECT_MS);
  }
}
