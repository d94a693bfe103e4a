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
  /** Epoch ms. */
  readonly createdMs: number;
}

/** How much waits in an outbox. */
export interface OutboxDepth {
  readonly depth: number;
  readonly oldestSeconds: number;
  readonly parked: number;
}

/**
 * Takes the lock and sets how the transaction works. It does not wait for the disk at its end: what a crash makes of it is waiting
 * again and sent twice. And it finds what waits by its indexes only: most of what the table holds are dead rows of a moment ago, its
 * statistics are of an empty table or of none, and by those the planner would read all of it, for each claim, or sort it. So there is
 * one plan, made once: docs/adr/0052.
 */
const LOCK = {
  name: 'outbox-lock',
  text: `SELECT pg_try_advisory_xact_lock(hashtextextended('outbox', hashtext(current_schema()))) AS held,
                set_config('synchronous_commit', 'off', true), set_config('enable_seqscan', 'off', true),
                set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true),
                set_config('plan_cache_mode', 'force_generic_plan', true)`,
};

/**
 * Takes events out before they are sent and commits after the broker has confirmed, so that one statement both finds and takes. Order
 * is by id among what is visible now; never "above the last id", for a slow transaction commits a lower one later. Events are looked
 * up one by one, and what is taken by its place: joined in bulk, each claim could read every event that the outbox still keeps.
 */
export const CLAIM = {
  name: 'outbox-claim',
  text: `
  WITH held AS MATERIALIZED (
    SELECT partition_key, id
    FROM outbox_waiting waiting
         CROSS JOIN LATERAL (SELECT partition_key FROM outbox
                             WHERE outbox.tenant_id = waiting.tenant_id AND outbox.id = waiting.id OFFSET 0) AS event
    WHERE parked_at IS NOT NULL
  ), next AS MATERIALIZED (
    SELECT *, sum(octet_length(payload)) OVER (ORDER BY id) - octet_length(payload) AS bytes_before
    FROM (
      SELECT waiting.ctid AS place, id, tenant_id, event.*
      FROM outbox_waiting waiting
           CROSS JOIN LATERAL (SELECT topic, partition_key, headers, payload, created_at FROM outbox
                               WHERE outbox.tenant_id = waiting.tenant_id AND outbox.id = waiting.id OFFSET 0) AS event
      WHERE parked_at IS NULL AND topic <> ALL ($2::text[])
        AND (partition_key NOT IN (SELECT partition_key FROM held)
             OR id < (SELECT min(held.id) FROM held WHERE held.partition_key = event.partition_key))
      ORDER BY id LIMIT $1
    ) AS first
  ), taken AS (
    DELETE FROM outbox_waiting WHERE ctid = ANY (ARRAY(SELECT place FROM next WHERE bytes_before < $3))
  )
  SELECT id, tenant_id AS "tenantId", topic, partition_key AS "partitionKey", headers, payload,
         (extract(epoch FROM created_at) * 1000)::float8 AS "createdMs"
  FROM next WHERE bytes_before < $3 ORDER BY id`,
};

const PUT_BACK = {
  name: 'outbox-put-back',
  text: 'INSERT INTO outbox_waiting (tenant_id, id) SELECT * FROM unnest($1::uuid[], $2::bigint[])',
};
const PARK = {
  name: 'outbox-park',
  text: `INSERT INTO outbox_waiting (tenant_id, id, parked_at) SELECT *, now() FROM unnest($1::uuid[], $2::bigint[])`,
};

/** Ids grow with time: the lowest one that waits is as good as the oldest. */
const DEPTH = {
  name: 'outbox-depth',
  text: `SELECT count(*)::int AS depth, count(parked_at)::int AS parked,
                coalesce((SELECT extract(epoch FROM now() - created_at)
                          FROM (SELECT tenant_id, id FROM outbox_waiting ORDER BY id LIMIT 1) AS oldest
                               CROSS JOIN LATERAL (SELECT created_at FROM outbox
                                                   WHERE outbox.tenant_id = oldest.tenant_id AND outbox.id = oldest.id OFFSET 0) AS event
                         ), 0)::float8 AS "oldestSeconds"
         FROM outbox_waiting`,
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

/** Takes the next events, in order; what an aggregate committed after a parked event stays where it is, whatever its topic. */
export function claimRows(tx: SystemTx, { rows, bytes, without }: ClaimLimits): Promise<OutboxRow[]> {
  return tx.query<OutboxRow>(CLAIM, [rows, without, bytes]);
}

const keysOf = (rows: readonly OutboxRow[]): unknown[] => [rows.map((row) => row.tenantId), rows.map((row) => row.id)];

/** Puts claimed events back in their place. */
export async function putBack(tx: SystemTx, rows: readonly OutboxRow[]): Promise<void> {
  if (rows.length > 0) await tx.execute(PUT_BACK, keysOf(rows));
}

/** Sets claimed events aside that no broker takes. */
export async function parkRows(tx: SystemTx, rows: readonly OutboxRow[]): Promise<void> {
  if (rows.length > 0) await tx.execute(PARK, keysOf(rows));
}

export function readDepth(tx: SystemTx): Promise<OutboxDepth | undefined> {
  return tx.queryOne<OutboxDepth>(DEPTH);
}
