import type { TenantDatabase } from './tenant-database.js';

/** Inbox rows outlive every topic (a year at most), so that a replay from the beginning is recognised; the database allows 90 days at the least. */
const INBOX_AGE = '400 days';
const MAX_ROWS = 10_000;

/**
 * Removes expired idempotency keys and inbox rows that no redelivery can ask for any more, a bounded number at a time.
 * @returns how many rows went; the full bound means that there is more
 */
export async function purgeExpired(database: TenantDatabase): Promise<number> {
  return database.withoutTenant(async (tx) => {
    const row = await tx.queryOne<{ purged: number }>('SELECT purge_expired($1::interval, $2::int) AS purged', [INBOX_AGE, MAX_ROWS]);
    return row?.purged ?? 0;
  });
}
