// A file of 200,000 leads as a download makes it, against COPY of the same rows and columns into a file.
import { randomUUID } from 'node:crypto';
import { createWriteStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { TenantDatabase } from '@leadstream/persistence';
import pg from 'pg';
import type { BenchStack } from '../bench-stack.ts';
import { type Figure, ratios } from '../figure.ts';
import { fillWithPeople, madeUpPeople } from './lead-people.ts';

type Blocks = AsyncIterable<Buffer>;

/** What is measured of the app, as its build has it; a tool imports no app. */
interface Exports {
  LeadRowsReadModel: new (database: TenantDatabase) => {
    readAll(tenantId: string, columns: readonly string[], selection: object): unknown;
  };
  csvFile(headings: readonly string[], rows: unknown): Blocks;
  xlsxFile(headings: readonly string[], rows: unknown): Blocks;
  listConditions(query: object, bind: (value: unknown) => string): string[];
}

const LEADS = 200_000;
const ROUNDS = 5;
/** By the name of the column of the table. */
const COLUMNS = {
  external_id: 'externalId',
  first_name: 'firstName',
  last_name: 'lastName',
  email: 'email',
  phone: 'phone',
  company: 'company',
  source: 'source',
  status: 'status',
  captured_at: 'capturedAt',
  created_at: 'createdAt',
} as const;

/** Leads a second, and the most memory that making a file takes. */
export async function measureExport(stack: BenchStack): Promise<Figure[]> {
  const tenantId = randomUUID();
  const database = new TenantDatabase({ url: stack.url('lead', 'service'), poolSize: 2, applicationName: 'bench' });
  const admin = new pg.Client({ connectionString: stack.adminUrl });
  await admin.connect();
  try {
    await fillWithPeople(database, tenantId, (await madeUpPeople()).syntheticPeople(LEADS, 1));
    await admin.query('VACUUM (ANALYZE) lead.lead');
    const { rows } = await admin.query<{ count: number }>('SELECT count(*)::int AS count FROM lead.lead');
    return await rounds({ stack, database, admin, tenantId, count: rows[0]?.count ?? 0 });
  } finally {
    await Promise.all([database.end(), admin.end()]);
  }
}

interface Bench {
  readonly stack: BenchStack;
  readonly database: TenantDatabase;
  readonly admin: pg.Client;
  readonly tenantId: string;
  readonly count: number;
}

async function rounds({ stack, database, admin, tenantId, count }: Bench): Promise<Figure[]> {
  const { LeadRowsReadModel, csvFile, xlsxFile, listConditions } = await theApp();
  const names = Object.values(COLUMNS);
  const selection = {
    definitions: [],
    conditions: (bind: (value: unknown) => string) => listConditions({ deleted: 'false' }, bind),
    order: { column: 'createdAt', descending: true },
  };
  const rows = () => new LeadRowsReadModel(database).readAll(tenantId, names, selection);
  const copy = `COPY (SELECT ${Object.keys(COLUMNS).join(', ')} FROM lead.lead WHERE tenant_id = '${tenantId}' AND deleted_at IS NULL
                      ORDER BY created_at DESC, lead_id DESC) TO '${join('/tmp', `${tenantId}.csv`)}' (FORMAT csv, HEADER)`;
  const ways = {
    csv: () => written(csvFile(names, rows()), join(stack.folder, 'export.csv')),
    xlsx: () => written(xlsxFile(names, rows()), join(stack.folder, 'export.xlsx')),
    copy: () => admin.query(copy),
  };
  const perSecond = { csv: [] as number[], xlsx: [] as number[], copy: [] as number[] };
  const grown: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const way of round % 2 === 0 ? (['csv', 'copy', 'xlsx'] as const) : (['xlsx', 'copy', 'csv'] as const)) {
      const memory = new MemoryWatch();
      const startedMs = performance.now();
      await ways[way]();
      if (round > 0) perSecond[way].push((1_000 * count) / (performance.now() - startedMs));
      if (way !== 'copy' && round > 0) grown.push(memory.end());
      else memory.end();
    }
  }
  return [
    { name: 'CSV file', unit: 'leads/s', runs: perSecond.csv },
    { name: 'workbook', unit: 'leads/s', runs: perSecond.xlsx },
    { name: 'COPY of the same rows into a file', unit: 'leads/s', runs: perSecond.copy },
    { name: 'CSV to COPY', unit: '', runs: ratios(perSecond.csv, perSecond.copy), aim: '≥ 0.4' },
    { name: 'workbook to COPY', unit: '', runs: ratios(perSecond.xlsx, perSecond.copy) },
    { name: 'size of the workbook', unit: 'MB', runs: [statSync(join(stack.folder, 'export.xlsx')).size / 1_000_000] },
    { name: 'memory that a file adds at most', unit: 'MB', runs: grown },
  ];
}

async function written(blocks: Blocks, path: string): Promise<void> {
  await pipeline(blocks instanceof Readable ? blocks : Readable.from(blocks, { objectMode: false }), createWriteStream(path));
}

/** The resident set of this process, looked at ten times a second. */
class MemoryWatch {
  readonly #startBytes = process.memoryUsage.rss();
  #mostBytes = 0;
  readonly #timer = setInterval(() => (this.#mostBytes = Math.max(this.#mostBytes, process.memoryUsage.rss())), 100);

  /** @returns megabytes by which it has grown at most */
  end(): number {
    clearInterval(this.#timer);
    return Math.max(0, this.#mostBytes - this.#startBytes) / 1_000_000;
  }
}

async function theApp(): Promise<Exports> {
  const parts = [
    'exports/store/lead-rows.read-model.js',
    'exports/csv/csv-file.rules.js',
    'exports/xlsx/xlsx-file.js',
    'profile/lead-list.read-model.js',
  ];
  const modules = await Promise.all(parts.map((part) => import(new URL(`../../../apps/lead/dist/${part}`, import.meta.url).href)));
  return Object.assign({}, ...modules) as Exports;
}
