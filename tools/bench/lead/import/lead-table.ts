import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { BenchSystem } from '../../bench-system.ts';

/** The leads as a superuser sees them. */
export class LeadTable {
  readonly #client: pg.Client;
  readonly #folder: string;
  readonly #columns: string;

  private constructor(client: pg.Client, folder: string, columns: string) {
    this.#client = client;
    this.#folder = folder;
    this.#columns = columns;
  }

  static async open(system: BenchSystem): Promise<LeadTable> {
    const client = new pg.Client({ connectionString: system.adminUrl });
    await client.connect();
    const { rows } = await client.query<{ columns: string }>(
      `SELECT string_agg(column_name, ', ' ORDER BY ordinal_position) AS columns FROM information_schema.columns
       WHERE table_schema = 'lead' AND table_name = 'lead' AND is_generated = 'NEVER' AND column_name <> 'tenant_id'`,
    );
    return new LeadTable(client, system.folder, rows[0]?.columns ?? '');
  }

  async tenantOf(importId: string): Promise<string> {
    const { rows } = await this.#client.query<{ tenantId: string }>(
      'SELECT tenant_id AS "tenantId" FROM lead.import WHERE import_id = $1',
      [importId],
    );
    if (!rows[0]) throw new Error('there is no such import');
    return rows[0].tenantId;
  }

  /**
   * Copies the leads of a tenant once more into the same table, as another tenant's, from a file on the server.
   * @param triggers whether what hangs at the table runs too: the rows by which leads are searched
   * @returns seconds of the COPY alone
   */
  async copyAgain(tenantId: string, triggers: 'on' | 'off'): Promise<number> {
    const file = join(this.#folder, 'bench-leads.copy');
    await this.#client.query(
      `COPY (SELECT '${randomUUID()}'::uuid, ${this.#columns} FROM lead.lead WHERE tenant_id = '${tenantId}') TO '${file}'`,
    );
    await this.settle();
    await this.#client.query(`SET session_replication_role = ${triggers === 'on' ? 'origin' : 'replica'}`);
    const startedMs = performance.now();
    await this.#client.query(`COPY lead.lead (tenant_id, ${this.#columns}) FROM '${file}'`);
    const seconds = (performance.now() - startedMs) / 1_000;
    rmSync(file);
    return seconds;
  }

  /**
   * Copies every row that an import left in the slice, table after table, into empty tables with the same columns, checks and indexes:
   * the least that Postgres has to do for what is kept of an import.
   * @returns seconds of the COPYs alone, and how many rows they wrote
   */
  async copyAllAgain(tenantId: string): Promise<{ readonly seconds: number; readonly rows: number }> {
    let seconds = 0;
    let rows = 0;
    for (const { table, columns } of await this.#tables()) {
      const file = join(this.#folder, 'bench-rows.copy');
      const { rowCount } = await this.#client.query(
        `COPY (SELECT ${columns} FROM lead.${table} WHERE tenant_id = '${tenantId}') TO '${file}'`,
      );
      if (rowCount) {
        await this.#client.query(`CREATE TABLE public.bench_copy (LIKE lead.${table} INCLUDING ALL)`);
        await this.#client.query('CHECKPOINT');
        const startedMs = performance.now();
        await this.#client.query(`COPY public.bench_copy (${columns}) FROM '${file}'`);
        seconds += (performance.now() - startedMs) / 1_000;
        rows += rowCount;
        await this.#client.query('DROP TABLE public.bench_copy');
      }
      rmSync(file);
    }
    return { seconds, rows };
  }

  /** The tables of the slice whose rows belong to tenants, with the columns that are written. */
  async #tables(): Promise<readonly { readonly table: string; readonly columns: string }[]> {
    const { rows } = await this.#client.query<{ table: string; columns: string }>(
      `SELECT relname AS "table", string_agg(quote_ident(attname), ', ' ORDER BY attnum) FILTER (WHERE attgenerated = '') AS columns
         FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
        WHERE relnamespace = 'lead'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
        GROUP BY relname HAVING bool_or(attname = 'tenant_id') ORDER BY relname`,
    );
    return rows;
  }

  /** So that no run pays for what earlier ones left to be written. */
  async settle(): Promise<void> {
    await this.#client.query('VACUUM (ANALYZE) lead.lead, lead.lead_search_key, lead.lead_audit, lead.import_row, lead.outbox');
    await this.#client.query('CHECKPOINT');
  }

  async close(): Promise<void> {
    await this.#client.end();
  }
}
