import { createHash } from 'node:crypto';
import type pg from 'pg';

/** The rows of one table as text, in the order of that text. */
export interface TableDump {
  readonly rows: number;
  readonly digest: string;
}
export type Dump = Readonly<Record<string, TableDump>>;

/** What a comparison of two states leaves out, each with its reason. */
export interface LeftOut {
  /** `schema.table`, or `table` of every slice → why. */
  readonly tables: Readonly<Record<string, string>>;
  /** `table.column` → why. */
  readonly columns: Readonly<Record<string, string>>;
  /** `table` → rows (as a condition that they fulfil) that say nothing. */
  readonly rows: Readonly<Record<string, string>>;
}

const TABLES = `
  SELECT n.nspname AS schema, c.relname AS name,
         array_agg(a.attname::text ORDER BY a.attnum) AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname = ANY ($1)
  GROUP BY 1, 2 ORDER BY 1, 2`;

interface Table {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly string[];
}

async function dumpTable(client: pg.Client, { schema, name, columns }: Table, leftOut: LeftOut): Promise<TableDump> {
  const kept = columns.filter((column) => !(`${name}.${column}` in leftOut.columns)).map((column) => `"${column}"`);
  const silent = leftOut.rows[name];
  const { rows } = await client.query<{ line: string }>(
    `SELECT line COLLATE "C" AS line FROM (SELECT ROW(${kept.join()})::text AS line FROM "${schema}"."${name}"
     ${silent === undefined ? '' : `WHERE NOT (${silent})`}) AS lines ORDER BY 1`,
  );
  const digest = createHash('sha256');
  for (const { line } of rows) digest.update(line).update('\n');
  return { rows: rows.length, digest: digest.digest('hex') };
}

/** Every table of the given schemas: two dumps are equal exactly when the tables hold the same bytes. */
export async function dump(client: pg.Client, schemas: readonly string[], leftOut: LeftOut): Promise<Dump> {
  const { rows: tables } = await client.query<Table>(TABLES, [schemas]);
  const dumps: Record<string, TableDump> = {};
  for (const table of tables) {
    const name = `${table.schema}.${table.name}`;
    if (name in leftOut.tables || table.name in leftOut.tables) continue;
    dumps[name] = await dumpTable(client, table, leftOut);
  }
  return dumps;
}
