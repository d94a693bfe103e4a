import type { TenantDatabase } from './tenant-database.js';

const ENSURE = { name: 'ensure_month_partitions', text: 'SELECT ensure_month_partitions($1::regclass, $2::int) AS made' };

/**
 * Makes the monthly partitions that are missing, from last month on. Called by a service at start, and once a day while it
 * runs; several callers at once wait for each other.
 * @param tables partitioned tables of the slice
 * @param monthsAhead whole months after the present one
 * @returns how many partitions were made
 */
export async function ensureMonthPartitions(database: TenantDatabase, tables: readonly string[], monthsAhead = 3): Promise<number> {
  let made = 0;
  for (const table of tables) {
    made += await database.withoutTenant(async (tx) => (await tx.queryOne<{ made: number }>(ENSURE, [table, monthsAhead]))?.made ?? 0);
  }
  return made;
}
