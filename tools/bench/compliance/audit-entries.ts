import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { BenchStack } from '../bench-stack.ts';
import { cpuSeconds } from '../process-cpu.ts';

const COLUMNS = `sequence, recorded_at, event_id, type, version, source, subject, subject_version, occurred_at, actor, correlation_id, causation_id,
  lead_id, topic, topic_partition, topic_offset, person_key_id, body, previous_hash, hash`;
/** Another tenant for each. */
const OTHER = `overlay(tenant_id::text PLACING 'ffff' FROM 1 FOR 4)::uuid`;

/** Seconds by the clock, and of the server's processor. */
export interface Cost {
  readonly seconds: number;
  readonly cpu: number;
}

/** `audit_entry` as a superuser sees it. */
export class AuditEntries {
  readonly #client: pg.Client;
  readonly #server: number;
  readonly #folder: string;

  private constructor(client: pg.Client, server: number, folder: string) {
    this.#client = client;
    this.#server = server;
    this.#folder = folder;
  }

  static async open({ adminUrl, folder }: BenchStack): Promise<AuditEntries> {
    const client = new pg.Client({ connectionString: adminUrl });
    await client.connect();
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const status = readFileSync(`/proc/${rows[0]?.pid}/status`, 'utf8');
    return new AuditEntries(client, Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1]), folder);
  }

  /** What `work` costs, the server's processor included. */
  async cost(work: () => Promise<unknown>): Promise<Cost> {
    const [startedMs, cpuBefore] = [performance.now(), cpuSeconds(this.#server)];
    await work();
    return { seconds: (performance.now() - startedMs) / 1_000, cpu: cpuSeconds(this.#server) - cpuBefore };
  }

  /** @throws Error when these tenants do not have so many entries */
  async expect(tenants: readonly string[], entries: number): Promise<void> {
    const { rows } = await this.#client.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM compliance.audit_entry WHERE tenant_id = ANY ($1)',
      [tenants],
    );
    if (rows[0]?.count !== entries) throw new Error(`${rows[0]?.count} of ${entries} entries were written`);
  }

  /** Copies the entries of tenants once more into the same table, as other tenants', from a file on the server. @returns the cost of the COPY alone */
  async copyAgain(tenants: readonly string[]): Promise<Cost> {
    const file = join(this.#folder, 'bench-entries.copy');
    const ids = tenants.map((id) => `'${id}'`).join();
    await this.#client.query(`COPY (SELECT ${OTHER}, ${COLUMNS} FROM compliance.audit_entry WHERE tenant_id IN (${ids})) TO '${file}'`);
    const cost = await this.cost(() => this.#client.query(`COPY compliance.audit_entry (tenant_id, ${COLUMNS}) FROM '${file}'`));
    rmSync(file);
    return cost;
  }

  /** So that no run pays for the pages and statistics that earlier ones left. */
  async settle(): Promise<void> {
    await this.#client.query('VACUUM (ANALYZE) compliance.audit_entry, compliance.audit_head');
    await this.#client.query('CHECKPOINT');
  }

  async close(): Promise<void> {
    await this.#client.end();
  }
}
