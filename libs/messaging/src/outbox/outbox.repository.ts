import type { Uuid } from '@leadstream/kernel';
import type { SystemTx } from '@leadstream/persistence';

/** An event on its way from the outbox to its topic. */
export interface OutboxRow {
  readonly id: string;
  readonly tenantId: Uuid;
  readonly topic: string;
  readonly partitionKey: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string;
  readonly createdAt: Date;
}

/** How much waits in an outbox. */
export interface OutboxDepth {
  readonly depth: number;
  readonly oldestSeconds: number;
  readonly parked: number;
}

const LOCK = {
  name: 'outbox-lock',
  text: `SELECT pg_try_advisory_xact_lock(hashtextextended('outbox', hashtext(current_schema()))) AS held`,
};

/**
 * Marks before sending and commits after the broker has confirmed, so that one statement both finds and marks. Order is by
 * id among what is visible now; never "above the last id", for a slow transaction commits a lower one later.
 */
const CLAIM = {
  name: 'outbox-claim',
  text: `WITH next AS (
           SELECT ctid, id, sum(octet_length(payload)) OVER (ORDER BY id) - octet_length(payload) AS bytes_before
           FROM (
             SELECT ctid, id, payload FROM outbox waiting
             WHERE published_at IS NULL AND parked_at IS NULL AND topic <> ALL ($2::text[])
               AND NOT EXISTS (SELECT FROM outbox parked WHERE parked.partition_key = waiting.partition_key
                               AND parked.parked_at IS NOT NULL AND parked.published_at IS NULL)
             ORDER BY id LIMIT $1
           ) AS waiting
         )
         UPDATE outbox SET published_at = clock_timestamp()
         WHERE ctid = ANY (ARRAY(SELECT ctid FROM next WHERE bytes_before < $3)) AND published_at IS NULL
         RETURNING id, tenant_id AS "tenantId", topic, partition_key AS "partitionKey", headers, payload, created_at AS "createdAt"`,
};

const OF_ROWS = `WHERE (tenant_id, id) IN (SELECT * FROM unnest($1::uuid[], $2::bigint[]))`;
const UNMARK = { name: 'outbox-unmark', text: `UPDATE outbox SET published_at = NULL ${OF_ROWS}` };
const PARK = { name: 'outbox-park', text: `UPDATE outbox SET published_at = NULL, parked_at = now() ${OF_ROWS}` };

const DEPTH = {
  name: 'outbox-depth',
  text: `SELECT count(*)::int AS depth, count(parked_at)::int AS parked,
                coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 AS "oldestSeconds"
         FROM outbox WHERE published_at IS NULL`,
};

export interface ClaimLimits {
  readonly rows: number;
  readonly bytes: number;
  /** Topics that are having trouble. */
  readonly without: readonly string[];
}

/** One relay per slice at a time; the lock ends with the transaction, so it is safe behind a transaction pooler. */
export async function lockOutbox(tx: SystemTx): Promise<boolean> {
  return (await tx.queryOne<{ held: boolean }>(LOCK))?.held === true;
}

/** Takes the next events, in order; events of an aggregate that has a parked one stay where they are. */
export async function claimRows(tx: SystemTx, { rows, bytes, without }: ClaimLimits): Promise<OutboxRow[]> {
  const claimed = await tx.query<OutboxRow>(CLAIM, [rows, without, bytes]);
  return claimed.sort((one, other) => Number(BigInt(one.id) - BigInt(other.id)));
}

/** Puts claimed events back in their place. */
export async function unmarkRows(tx: SystemTx, rows: readonly OutboxRow[]): Promise<void> {
  if (rows.length > 0) await tx.execute(UNMARK, [rows.map((row) => row.tenantId), rows.map((row) => row.id)]);
}

/** Sets events aside that no broker takes. */
export async function parkRows(tx: SystemTx, rows: readonly OutboxRow[]): Promise<void> {
  if (rows.length > 0) await tx.execute(PARK, [rows.map((row) => row.tenantId), rows.map((row) => row.id)]);
}

export function readDepth(tx: SystemTx): Promise<OutboxDepth | undefined> {
  return tx.queryOne<OutboxDepth>(DEPTH);
}
