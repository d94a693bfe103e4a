import type pg from 'pg';
import type { ColumnModel, DefaultModel } from './table-model.js';

const NOW = new Set(['now()', 'CURRENT_TIMESTAMP', 'transaction_timestamp()']);

/** Whether the database's default is what Prisma states; literal values are compared by Postgres itself, as values. */
export async function sameDefault(client: pg.ClientBase, stated: DefaultModel, column: ColumnModel): Promise<boolean> {
  const actual = column.default;
  if (!actual) return false;
  if (stated.kind === 'counter' || actual.kind === 'counter') return stated.kind === actual.kind;
  if (actual.kind !== 'expression') return false;
  if (stated.kind === 'now') return NOW.has(actual.sql);
  if (stated.kind === 'expression') return stated.sql === '' || plain(stated.sql) === plain(actual.sql);
  return sameValue(client, stated.value, actual.sql, column.type);
}

/** An SQL expression without what Postgres adds when it prints one. */
function plain(sql: string): string {
  return sql
    .toLowerCase()
    .replaceAll(/::[a-z ]+(\[\])?/g, '')
    .replaceAll(/[\s()]/g, '');
}

async function sameValue(client: pg.ClientBase, value: unknown, sql: string, type: string): Promise<boolean> {
  const written = Array.isArray(value) ? value.map(String) : String(value);
  await client.query('BEGIN READ ONLY');
  try {
    const { rows } = await client.query<{ same: boolean }>(`SELECT (${sql})::${type}::text = $1::${type}::text AS same`, [written]);
    return rows[0]?.same === true;
  } catch {
    // Not a value of that type, or an expression that cannot be evaluated: certainly not the literal.
    return false;
  } finally {
    await client.query('ROLLBACK');
  }
}

/** How a default is shown in a difference. */
export function shownDefault(value: DefaultModel | undefined): string {
  if (!value) return 'none';
  if (value.kind === 'value') return JSON.stringify(value.value);
  return value.kind === 'expression' ? value.sql : value.kind;
}
