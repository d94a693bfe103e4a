import { TenantDatabase } from '@leadstream/persistence';
import pg from 'pg';
import type { BenchStack } from '../bench-stack.ts';
import { spread } from '../figure.ts';
import type { SentStatement } from './lead-sql.ts';

export interface Timings {
  /** Milliseconds, the middle of each round. */
  readonly ours: readonly number[];
  readonly raw: readonly number[];
}

/** The same statement as the service sends it, and prepared by a role to whom no row is hidden, over one connection each. */
export class TwoWays {
  readonly #database: TenantDatabase;
  readonly #owner: pg.Client;

  private constructor(database: TenantDatabase, owner: pg.Client) {
    this.#database = database;
    this.#owner = owner;
  }

  static async open(stack: BenchStack): Promise<TwoWays> {
    // Forced row-level security binds the owner of a table too; only a superuser reads without it.
    const owner = new pg.Client({ connectionString: stack.adminUrl, options: '-c search_path=lead', pipeline: true });
    await owner.connect();
    const database = new TenantDatabase({ url: stack.url('lead', 'service'), poolSize: 1, applicationName: 'bench' });
    return new TwoWays(database, owner);
  }

  async compare(tenantId: string, statements: readonly SentStatement[], rounds: number, each: number): Promise<Timings> {
    const ours: number[] = [];
    const raw: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const pair = [await middleOf(each, (run) => this.#ours(tenantId, pick(statements, run))), 0];
      pair[1] = await middleOf(each, (run) => this.#raw(pick(statements, run)));
      if (round === 0) continue;
      ours.push(pair[0] as number);
      raw.push(pair[1]);
    }
    return { ours, raw };
  }

  /** What the planner makes of a statement under row-level security. */
  async plan(tenantId: string, { sql, values }: SentStatement): Promise<string> {
    const text = typeof sql === 'string' ? sql : sql.text;
    const rows = await this.#database.readInTenant(tenantId, (tx) =>
      tx.query<{ 'QUERY PLAN': string }>(`EXPLAIN (ANALYZE, BUFFERS) ${text}`, values),
    );
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  }

  async close(): Promise<void> {
    await Promise.all([this.#database.end(), this.#owner.end()]);
  }

  #ours(tenantId: string, { sql, values }: SentStatement): Promise<unknown[]> {
    return this.#database.readInTenant(tenantId, (tx) => tx.query(sql, values));
  }

  #raw({ sql, values }: SentStatement): Promise<unknown> {
    return this.#owner.query(typeof sql === 'string' ? { text: sql, values: [...values] } : { ...sql, values: [...values] });
  }
}

function pick(statements: readonly SentStatement[], run: number): SentStatement {
  return statements[run % statements.length] as SentStatement;
}

async function middleOf(times: number, work: (run: number) => Promise<unknown>): Promise<number> {
  const millis: number[] = [];
  for (let run = 0; run < times; run += 1) {
    const startedMs = performance.now();
    await work(run);
    millis.push(performance.now() - startedMs);
  }
  return spread(millis).median;
}
