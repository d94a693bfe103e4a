import pg from 'pg';
import type { TestDatabase } from '@leadstream/testing';

/** Looks into the slice past every rule; for arranging and inspecting. */
export async function inspect<R extends pg.QueryResultRow>(database: TestDatabase, sql: string, values: unknown[] = []): Promise<R[]> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  try {
    await client.query('SET search_path = lead');
    return (await client.query<R>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
