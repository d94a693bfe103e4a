import type pg from 'pg';
import type { DefaultModel, ForeignKeyModel, IndexModel, SchemaModel, TableModel } from './table-model.js';

const TABLES = `
SELECT c.oid::int AS id, c.relname AS name FROM pg_class c
WHERE c.relnamespace = $1::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 2`;

const COLUMNS = `
SELECT a.attrelid::int AS "tableId", a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable,
       a.attidentity <> '' AS identity, pg_get_expr(d.adbin, d.adrelid) AS sql
FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attrelid = ANY ($1) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`;

/** Partial and expression indexes are left out: Prisma has no words for them. */
const INDEXES = `
SELECT i.indrelid::int AS "tableId", x.relname AS name, m.amname AS method, i.indisprimary AS "isPrimary", i.indisunique AS "isUnique",
       (SELECT array_agg(a.attname || CASE WHEN i.indoption[k.n - 1] & 1 = 1 THEN ' desc' ELSE '' END ORDER BY k.n)
          FROM unnest(i.indkey) WITH ORDINALITY AS k (attnum, n) JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
         WHERE k.n <= i.indnkeyatts) AS columns
FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_am m ON m.oid = x.relam
WHERE i.indrelid = ANY ($1) AND i.indpred IS NULL AND i.indexprs IS NULL`;

const FOREIGN_KEYS = `
SELECT k.conrelid::int AS "tableId", f.relname AS table, k.confdeltype AS "deleteType",
       (SELECT array_agg(a.attname::text ORDER BY n) FROM unnest(k.conkey) WITH ORDINALITY AS c (attnum, n)
          JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = c.attnum) AS columns,
       (SELECT array_agg(a.attname::text ORDER BY n) FROM unnest(k.confkey) WITH ORDINALITY AS c (attnum, n)
          JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = c.attnum) AS references
FROM pg_constraint k JOIN pg_class f ON f.oid = k.confrelid
WHERE k.contype = 'f' AND k.conrelid = ANY ($1) AND NOT f.relispartition`;

const ENUMS = `
SELECT t.typname AS name, array_agg(e.enumlabel ORDER BY e.enumsortorder)::text[] AS values
FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid WHERE t.typnamespace = $1::regnamespace GROUP BY 1`;

const ON_DELETE: Readonly<Record<string, string>> = { a: 'NoAction', r: 'Restrict', c: 'Cascade', n: 'SetNull', d: 'SetDefault' };

interface OfTable {
  readonly tableId: number;
}
type ColumnRow = OfTable & { name: string; type: string; nullable: boolean; identity: boolean; sql: string | null };
type IndexRow = OfTable & IndexModel & { isPrimary: boolean; isUnique: boolean };
type ForeignKeyRow = OfTable & ForeignKeyModel & { deleteType: string };

/** What the database holds in a schema, in the same terms as a Prisma schema. */
export async function readDatabaseModel(client: pg.ClientBase, schema: string): Promise<SchemaModel> {
  const { rows: tables } = await client.query<{ id: number; name: string }>(TABLES, [schema]);
  const ids = tables.map(({ id }) => id);
  const { rows: columns } = await client.query<ColumnRow>(COLUMNS, [ids]);
  const { rows: indexes } = await client.query<IndexRow>(INDEXES, [ids]);
  const { rows: foreignKeys } = await client.query<ForeignKeyRow>(FOREIGN_KEYS, [ids]);
  const { rows: enums } = await client.query<{ name: string; values: string[] }>(ENUMS, [schema]);
  return {
    enums,
    tables: tables.map(({ id, name }): TableModel => {
      const own = indexes.filter(({ tableId }) => tableId === id);
      return {
        name,
        columns: columns.filter(({ tableId }) => tableId === id).map((row) => ({ ...row, default: defaultOf(row) })),
        primaryKey: own.find(({ isPrimary }) => isPrimary)?.columns ?? [],
        uniques: own.filter(({ isPrimary, isUnique }) => isUnique && !isPrimary),
        indexes: own.filter(({ isUnique }) => !isUnique),
        foreignKeys: foreignKeys.filter(({ tableId }) => tableId === id).map((row) => ({ ...row, onDelete: ON_DELETE[row.deleteType] })),
      };
    }),
  };
}

function defaultOf({ identity, sql }: ColumnRow): DefaultModel | undefined {
  if (identity || sql?.startsWith('nextval(')) return { kind: 'counter' };
  return sql === null ? undefined : { kind: 'expression', sql };
}
