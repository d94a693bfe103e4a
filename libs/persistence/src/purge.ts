import type { SystemTx } from './tx.js';

/** The most that one purge takes of a table, so that its transaction stays short; that many gone means that there is more. */
export const PURGE_ROWS = 10_000;

/** Inbox rows outlive every topic (a year at most), so that a replay from the beginning is recognised; the database allows 90 days at the least. */
const INBOX_AGE = '400 days';
/** For a look at what was sent and when; the topics keep events for longer. The database allows 24 hours at the least. */
const PUBLISHED_AGE = '72 hours';
/** The database allows 7 days at the least. */
const JOB_HISTORY_AGE = '90 days';

const EXPIRED = { name: 'purge-expired', text: 'SELECT purge_expired($1::interval, $2::int) AS purged' };
const PUBLISHED = { name: 'purge-published', text: 'SELECT purge_published($1::interval, $2::int) AS purged' };
const JOB_HISTORY = { name: 'purge-job-history', text: 'SELECT purge_job_history($1::interval, $2::int) AS purged' };

async function purge(tx: SystemTx, statement: typeof EXPIRED, age: string): Promise<number> {
  return (await tx.queryOne<{ purged: number }>(statement, [age, PURGE_ROWS]))?.purged ?? 0;
}

/** Removes expired idempotency keys and inbox rows that no redelivery can ask for any more. @returns how many rows went */
export function purgeExpired(tx: SystemTx): Promise<number> {
  return purge(tx, EXPIRED, INBOX_AGE);
}

/** Removes published events from the outbox that were written three days ago or earlier. @returns how many rows went */
export function purgePublished(tx: SystemTx): Promise<number> {
  return purge(tx, PUBLISHED, PUBLISHED_AGE);
}

/** Removes what timed jobs ran 90 days ago or earlier. @returns how many rows went */
export function purgeJobHistory(tx: SystemTx): Promise<number> {
  return purge(tx, JOB_HISTORY, JOB_HISTORY_AGE);
}
