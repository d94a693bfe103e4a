import type { SystemTx } from './tx.js';

const ENSURE = { name: 'ensure_month_partitions', text: 'SELECT ensure_month_partitions($1::regclass, $2::int) AS made' };

/**
 * Makes the monthly partitions that are missing, from last month on. Called by a service at start, and by a timed job while it
 * runs; several callers at once wait for each other.
 * @param tables partitioned tables of the slice
 * @param monthsAhead whole months after the present one
 * @returns how many partitions were made
 */
export async function ensureMonthPartitions(tx: SystemTx, tables: readonly string[], monthsAhead = 3): Promise<number> {
  let made = 0;
  // In one order everywhere, so that callers wait for each other and never in a circle.
  for (const table of tables.toSorted()) made += (await tx.queryOne<{ made: number }>(ENSURE, [table, monthsAhead]))?.made ?? 0;
  return made;
}
