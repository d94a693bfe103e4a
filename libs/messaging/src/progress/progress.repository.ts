import type { Uuid } from '@leadstream/kernel';
import type { SystemTx, Tx } from '@leadstream/persistence';
import type { TopicPartition } from '../kafka-client.js';

/** The right to work on a partition: whoever claims later gets a greater token and thereby shuts out all before. */
export interface Lease extends TopicPartition {
  readonly fencingToken: string;
  /** Where the group stood when the lease was taken: everything below is applied. */
  readonly highWater: number;
}

/** How far a partition is applied, and what was known of its end at that instant. */
export interface Position extends TopicPartition {
  readonly fencingToken: string;
  readonly highWater: number;
  readonly logEnd: number;
  /** Broker time of the last applied record; undefined before the first. */
  readonly lastRecordMs: number | undefined;
  /** Age of the knowledge of `logEnd`. */
  readonly observedMsAgo: number;
}

interface LeaseRow {
  readonly topic: string;
  readonly partition: number;
  readonly fencing_token: string;
  readonly high_water: string;
}

const CLAIM = {
  name: 'progress-claim',
  text: `INSERT INTO consumer_progress AS own (consumer_group, topic, partition, fencing_token, high_water, log_end, updated_at)
         SELECT $1, topic, partition, 1, 0, 0, now() FROM unnest($2::text[], $3::int[]) AS item (topic, partition)
         ORDER BY topic, partition
         ON CONFLICT (consumer_group, topic, partition) DO UPDATE SET fencing_token = own.fencing_token + 1
         RETURNING topic, partition, fencing_token, high_water`,
};

/** Fence, inbox and progress in one round trip. The row lock holds off the next claim until this transaction ends. */
const ENTER = {
  name: 'progress-enter',
  text: `WITH held AS (
           UPDATE consumer_progress
           SET high_water = $5, log_end = $6, last_record_at = coalesce($7, last_record_at),
               updated_at = now() - make_interval(secs => $8)
           WHERE consumer_group = $1 AND topic = $2 AND partition = $3 AND fencing_token = $4
           RETURNING 1
         ), fresh AS (
           INSERT INTO inbox (tenant_id, consumer_group, event_id)
           SELECT $9::uuid, $1, id FROM unnest($10::uuid[]) AS id WHERE EXISTS (SELECT FROM held)
           ON CONFLICT DO NOTHING RETURNING event_id
         )
         SELECT EXISTS (SELECT FROM held) AS held, coalesce((SELECT array_agg(event_id::text) FROM fresh), '{}') AS fresh`,
};

/** Rows that a running batch holds are left out: the batch writes them itself. */
const STORE = {
  name: 'progress-store',
  text: `WITH item AS (
           SELECT * FROM unnest($2::text[], $3::int[], $4::bigint[], $5::bigint[], $6::bigint[], $7::timestamptz[], $8::float8[])
                  AS item (topic, partition, fencing_token, high_water, log_end, last_record_at, observed_s_ago)
         ), free AS (
           SELECT own.consumer_group, own.topic, own.partition FROM consumer_progress own JOIN item USING (topic, partition, fencing_token)
           WHERE own.consumer_group = $1 FOR UPDATE OF own SKIP LOCKED
         )
         UPDATE consumer_progress own
         SET high_water = item.high_water, log_end = item.log_end, last_record_at = coalesce(item.last_record_at, own.last_record_at),
             updated_at = now() - make_interval(secs => item.observed_s_ago)
         FROM item JOIN free USING (topic, partition)
         WHERE own.consumer_group = free.consumer_group AND own.topic = item.topic AND own.partition = item.partition
           AND own.fencing_token = item.fencing_token`,
};

const instantOf = (ms: number | undefined): Date | null => (ms === undefined ? null : new Date(ms));

/** Takes over partitions; every earlier holder is shut out from here on. */
export async function claimPartitions(tx: SystemTx, group: string, partitions: readonly TopicPartition[]): Promise<Lease[]> {
  const rows = await tx.query<LeaseRow>(CLAIM, [group, partitions.map(({ topic }) => topic), partitions.map(({ partition }) => partition)]);
  return rows.map(({ topic, partition, fencing_token, high_water }) => ({
    topic,
    partition,
    fencingToken: fencing_token,
    highWater: Number(high_water),
  }));
}

/**
 * Opens a consumer's transaction: checks the lease, moves progress, enters the events in the inbox.
 * @returns ids that were not in the inbox yet; undefined when the lease is somebody else's
 */
export async function enterEvents(tx: Tx, group: string, position: Position, eventIds: readonly Uuid[]): Promise<Set<Uuid> | undefined> {
  const { topic, partition, fencingToken, highWater, logEnd, lastRecordMs, observedMsAgo } = position;
  const values = [
    group,
    topic,
    partition,
    fencingToken,
    highWater,
    logEnd,
    instantOf(lastRecordMs),
    observedMsAgo / 1000,
    tx.tenantId,
    eventIds,
  ];
  const row = await tx.queryOne<{ held: boolean; fresh: Uuid[] }>(ENTER, values);
  return row?.held === true ? new Set(row.fresh) : undefined;
}

/** Stores positions where the lease still holds and no batch is at work. @returns how many were stored */
export function storePositions(tx: SystemTx, group: string, positions: readonly Position[]): Promise<number> {
  return tx.execute(STORE, [
    group,
    positions.map(({ topic }) => topic),
    positions.map(({ partition }) => partition),
    positions.map(({ fencingToken }) => fencingToken),
    positions.map(({ highWater }) => highWater),
    positions.map(({ logEnd }) => logEnd),
    positions.map(({ lastRecordMs }) => instantOf(lastRecordMs)),
    positions.map(({ observedMsAgo }) => observedMsAgo / 1000),
  ]);
}
