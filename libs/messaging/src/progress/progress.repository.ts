import type { Uuid } from '@leadstream/kernel';
import { type SystemTx, type Tx, uuidArray } from '@leadstream/persistence';
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

/** The row lock holds off the next claim until this transaction ends. */
const HOLD = {
  name: 'progress-hold',
  text: `UPDATE consumer_progress
         SET high_water = $5, log_end = $6, last_record_at = coalesce($7, last_record_at), updated_at = now() - make_interval(secs => $8)
         WHERE consumer_group = $1 AND topic = $2 AND partition = $3 AND fencing_token = $4`,
};

const ENTER = {
  name: 'inbox-enter',
  text: `INSERT INTO inbox (tenant_id, consumer_group, event_id) SELECT $1, $2, id FROM unnest($3::uuid[]) AS id ON CONFLICT DO NOTHING`,
};

/** Asked for only when some were known: rows cost more to read than to count. */
const ENTERED_NOW = {
  name: 'inbox-entered-now',
  text: `SELECT event_id FROM inbox
         WHERE tenant_id = $1 AND consumer_group = $2 AND event_id = ANY ($3::uuid[]) AND xmin = pg_current_xact_id()::xid`,
};

/**
 * Rows that a running batch holds are left out: the batch writes them itself. One that it had just written does not move back, though
 * the position was taken before it.
 */
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
         SET high_water = greatest(item.high_water, own.high_water), log_end = greatest(item.log_end, own.high_water),
             last_record_at = greatest(item.last_record_at, own.last_record_at),
             updated_at = now() - make_interval(secs => item.observed_s_ago)
         FROM item JOIN free USING (topic, partition)
         WHERE own.consumer_group = free.consumer_group AND own.topic = item.topic AND own.partition = item.partition
           AND own.fencing_token = item.fencing_token`,
};

const FENCED = {
  name: 'progress-fenced',
  text: `SELECT count(*)::int AS fenced FROM consumer_progress own
         JOIN unnest($2::text[], $3::int[], $4::bigint[]) AS item (topic, partition, fencing_token) USING (topic, partition)
         WHERE own.consumer_group = $1 AND own.fencing_token > item.fencing_token`,
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

/** Opens a consumer's transaction: checks the lease and moves progress. @returns false when the lease is somebody else's */
export async function holdPartition(tx: SystemTx, group: string, position: Position): Promise<boolean> {
  const { topic, partition, fencingToken, highWater, logEnd, lastRecordMs, observedMsAgo } = position;
  const values = [group, topic, partition, fencingToken, highWater, logEnd, instantOf(lastRecordMs), observedMsAgo / 1000];
  return (await tx.execute(HOLD, values)) > 0;
}

/** Puts a tenant's events in the inbox. @param eventIds without repetition @returns how many were not there yet */
export function enterEvents(tx: Tx, group: string, eventIds: readonly Uuid[]): Promise<number> {
  return tx.execute(ENTER, [tx.tenantId, group, uuidArray(eventIds)]);
}

/** @returns those of the events that this transaction put in the inbox */
export async function enteredNow(tx: Tx, group: string, eventIds: readonly Uuid[]): Promise<Set<Uuid>> {
  const entered = await tx.query<{ event_id: Uuid }>(ENTERED_NOW, [tx.tenantId, group, uuidArray(eventIds)]);
  return new Set(entered.map(({ event_id }) => event_id));
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

/** Of how many positions the lease was taken by somebody else. */
export async function countFenced(tx: SystemTx, group: string, positions: readonly Position[]): Promise<number> {
  const values = [
    group,
    positions.map(({ topic }) => topic),
    positions.map(({ partition }) => partition),
    positions.map(({ fencingToken }) => fencingToken),
  ];
  return (await tx.queryOne<{ fenced: number }>(FENCED, values))?.fenced ?? 0;
}
