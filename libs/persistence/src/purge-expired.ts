import type { TenantDatabase } from './tenant-database.js';

/** Inbox rows are kept longer than any topic; 90 days is also the least that the database allows. */
const INBOX_AGE = '90 days';
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
