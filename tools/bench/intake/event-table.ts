import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { BenchSystem } from '../bench-system.ts';

const COLUMNS = 'received_at, event_id, endpoint_id, provider, provider_event_id, message_id, kind, email, occurred_at, payload';
const POLL_MS = 25;
const PATIENCE_MS = 120_000;

/** `email_event` as a superuser sees it. */
export class EventTable {
  readonly #client: pg.Client;
  readonly #folder: string;

  private constructor(client: pg.Client, folder: string) {
    this.#client = client;
    this.#folder = folder;
  }

  static async open(system: BenchSystem): Promise<EventTable> {
    const client = new pg.Client({ connectionString: system.adminUrl });
    await client.connect();
    return new EventTable(client, system.folder);
  }

  async tenantOf(endpointId: string): Promise<string> {
    const { rows } = await this.#client.query('SELECT tenant_id FROM email_events.webhook_endpoint WHERE endpoint_id = $1', [endpointId]);
    return (rows[0] as { tenant_id: string }).tenant_id;
  }

  /** Waits until so many rows of the tenant are committed. */
  async until(tenantId: string, rows: number): Promise<void> {
    const startedMs = performance.now();
    while ((await this.count(tenantId)) < rows) {
      if (performance.now() - startedMs > PATIENCE_MS) throw new Error(`only ${await this.count(tenantId)} of ${rows} events came`);
      await pause(POLL_MS);
    }
  }

  async count(tenantId: string): Promise<number> {
    const { rows } = await this.#client.query('SELECT count(*)::int AS n FROM email_events.email_event WHERE tenant_id = $1', [tenantId]);
    return (rows[0] as { n: number }).n;
  }

  /**
   * Copies the rows of a tenant once more into the same table, as another tenant's, from a file on the server, settled as before a burst.
   * @returns seconds of the COPY alone
   */
  async copyAgain(tenantId: string, other: string): Promise<number> {
    const file = join(this.#folder, 'bench-rows.copy');
    await this.#client.query(
      `COPY (SELECT '${other}'::uuid, ${COLUMNS} FROM email_events.email_event WHERE tenant_id = '${tenantId}') TO '${file}'`,
    );
    await this.settle();
    const startedMs = performance.now();
    await this.#client.query(`COPY email_events.email_event (tenant_id, ${COLUMNS}) FROM '${file}'`);
    const seconds = (performance.now() - startedMs) / 1_000;
    rmSync(file);
    return seconds;
  }

  /** So that no run pays for the events, pages and statistics that earlier ones left. */
  async settle(): Promise<void> {
    const startedMs = performance.now();
    while ((await this.#client.query('SELECT FROM email_events.outbox_waiting LIMIT 1')).rowCount) {
      if (performance.now() - startedMs > PATIENCE_MS) throw new Error('events of the burst are still waiting to be published');
      await pause(POLL_MS);
    }
    await this.#client.query(
      'VACUUM (ANALYZE) email_events.email_event, email_events.email_event_identity, email_events.email_message, email_events.outbox',
    );
    await this.#client.query('CHECKPOINT');
  }

  async close(): Promise<void> {
    await this.#client.end();
  }
}
