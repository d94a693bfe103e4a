import pg from 'pg';
import { EXTENSION_SCHEMA } from '../migrations/slices.js';
import { sameDefault, shownDefault } from './compare-default.js';
import { compareEnums, compareKeys } from './compare-keys.js';
import { readDatabaseModel } from './database-model.js';
import { readPrismaModel } from './prisma-model.js';
import type { SchemaModel, TableModel } from './table-model.js';

export interface ComparePrismaSchemaOptions {
  readonly schemaPath: string;
  /** A login that may read the catalogue: owner or superuser. */
  readonly url: string;
  /** Schema of the database. */
  readonly schema: string;
  /** Tables of the slice that its Prisma schema leaves to SQL, beside the platform's. */
  readonly ignoreTables?: readonly string[];
}

/** One thing that the Prisma schema says and the database does not, or the other way round. */
export interface SchemaDifference {
  /** `lead`, `lead.email`, or the name of an enumeration. */
  readonly subject: string;
  readonly kind: 'table' | 'column' | 'type' | 'nullability' | 'default' | 'primary_key' | 'unique' | 'index' | 'foreign_key' | 'enum';
  readonly prisma: string;
  readonly database: string;
}

/** Tables of every slice that Prisma has nothing to do with. */
const PLATFORM_TABLES = [
  'schema_migration',
  'outbox',
  'outbox_waiting',
  'idempotency_key',
  'inbox',
  'consumer_progress',
  'timed_job',
  'timed_job_run',
  'erased_person',
];

/**
 * Compares a Prisma schema with the database that the migrations made: tables, columns, types, nullability, stated defaults,
 * primary keys, unique keys, named indexes, relations and enumerations. What Prisma has no words for (partial indexes,
 * checks, policies) is left out.
 * @returns every difference; empty = they agree
 */
export async function comparePrismaSchema(options: ComparePrismaSchemaOptions): Promise<SchemaDifference[]> {
  const client = new pg.Client({ connectionString: options.url });
  await client.connect();
  try {
    await client.query(`SET search_path = ${pg.escapeIdentifier(options.schema)}, ${EXTENSION_SCHEMA}`);
    const ignored = new Set([...PLATFORM_TABLES, ...(options.ignoreTables ?? [])]);
    const prisma = await withPostgresTypes(client, await readPrismaModel(options.schemaPath));
    const database = await readDatabaseModel(client, options.schema);
    const differences: SchemaDifference[] = [...compareEnums(prisma.enums, database.enums)];
    for (const name of new Set([...prisma.tables, ...database.tables].map((table) => table.name))) {
      if (ignored.has(name)) continue;
      const stated = prisma.tables.find((table) => table.name === name);
      const actual = database.tables.find((table) => table.name === name);
      if (stated && actual) differences.push(...(await compareColumns(client, stated, actual)), ...compareKeys(stated, actual));
      else
        differences.push({ subject: name, kind: 'table', prisma: stated ? 'present' : 'absent', database: actual ? 'present' : 'absent' });
    }
    return differences;
  } finally {
    await client.end();
  }
}

/** Types as Postgres prints them; one that it does not know stays as it is, and so differs. */
async function withPostgresTypes(client: pg.ClientBase, model: SchemaModel): Promise<SchemaModel> {
  const types = [...new Set(model.tables.flatMap((table) => table.columns.map(({ type }) => type)))];
  const { rows } = await client.query<{ type: string; printed: string | null }>(
    'SELECT type, format_type(to_regtype(type), to_regtypemod(type)) AS printed FROM unnest($1::text[]) AS type',
    [types],
  );
  const printed = new Map(rows.map((row) => [row.type, row.printed ?? row.type]));
  const tables = model.tables.map((table) => ({
    ...table,
    columns: table.columns.map((column) => ({ ...column, type: printed.get(column.type) ?? column.type })),
  }));
  return { ...model, tables };
}

async function compareColumns(client: pg.ClientBase, prisma: TableModel, database: TableModel): Promise<SchemaDifference[]> {
  const found: SchemaDifference[] = [];
  for (const name of new Set([...prisma.columns, ...database.columns].map((column) => column.name))) {
    const subject = `${prisma.name}.${name}`;
    const stated = prisma.columns.find((column) => column.name === name);
    const actual = database.columns.find((column) => column.name === name);
    if (!stated || !actual) {
      found.push({ subject, kind: 'column', prisma: stated?.type ?? 'absent', database: actual?.type ?? 'absent' });
      continue;
    }
    if (sixDigits(stated.type) !== sixDigits(actual.type))
      found.push({ subject, kind: 'type', prisma: stated.type, database: actual.type });
    // Prisma has no nullable lists.
    if (stated.nullable !== actual.nullable && !stated.type.endsWith('[]')) {
      found.push({ subject, kind: 'nullability', prisma: nullability(stated.nullable), database: nullability(actual.nullable) });
    }
    if (stated.default && !(await sameDefault(client, stated.default, actual))) {
      found.push({ subject, kind: 'default', prisma: shownDefault(stated.default), database: shownDefault(actual.default) });
    }
  }
  return found;
}

/** A time without a precision has six digits. */
function sixDigits(type: string): string {
  return type.startsWith('time') ? type.replace('(6)', '') : type;
}

function nullability(nullable: boolean): string {
  return nullable ? 'null' : 'not null';
}
