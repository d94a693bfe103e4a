import { type Consumer, IS_CONTROL, IS_TRANSACTIONAL, type RecordsBatch } from '@platformatic/kafka';
import type { IncomingRecord } from '../kafka-client.js';

/** What a broker answers about one partition; the library does not export the type by itself. */
export type PartitionAnswer = Awaited<ReturnType<Consumer['fetch']>>['responses'][number]['partitions'][number];

/** What was fetched of one partition. */
export interface FetchedRecords {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly IncomingRecord[];
  /** First offset after everything that was fetched, holes and marks of transactions included. */
  readonly nextOffset: number;
  readonly logEnd: number;
  readonly fetchedAtMs: number;
}

type Headers = Record<string, Buffer | Buffer[]>;

/** A name that comes twice keeps both values, in order. */
function headersOf(entries: readonly [Buffer | null, Buffer | null][]): Headers {
  const headers: Headers = Object.create(null) as Headers;
  for (const [name, value] of entries) {
    if (name === null || value === null) continue;
    const text = name.toString();
    const earlier = headers[text];
    headers[text] = earlier === undefined ? value : [...[earlier].flat(), value];
  }
  return headers;
}

function recordsOf(topic: string, partition: number, batch: RecordsBatch, from: number): IncomingRecord[] {
  const first = Number(batch.firstOffset);
  const firstMs = Number(batch.firstTimestamp);
  return batch.records
    .filter(({ offsetDelta }) => first + offsetDelta >= from)
    .map(({ offsetDelta, timestampDelta, key, value, headers }) => ({
      topic,
      partition,
      offset: first + offsetDelta,
      timestampMs: firstMs + Number(timestampDelta),
      key,
      value,
      headers: headersOf(headers),
    }));
}

/** First two bytes of a mark's key are its version, the next two its type. */
const MARK_TYPE_AT = 2;
const ABORT = 0;

/**
 * Leaves out what was rolled back. The library does so only where the mark at the end of the transaction came in the same answer.
 * @see https://github.com/apache/kafka/blob/4.0/clients/src/main/java/org/apache/kafka/clients/consumer/internals/CompletedFetch.java
 */
function keptBatches(batches: readonly RecordsBatch[], aborted: PartitionAnswer['abortedTransactions']): RecordsBatch[] {
  if (aborted === null || aborted.length === 0) return batches.filter((batch) => (batch.attributes & IS_CONTROL) === 0);
  const ahead = aborted.toSorted((one, other) => Number(one.firstOffset - other.firstOffset));
  const open = new Set<bigint>();
  return batches.filter(({ attributes, producerId, firstOffset, lastOffsetDelta, records }) => {
    const last = firstOffset + BigInt(lastOffsetDelta);
    while (ahead[0] !== undefined && ahead[0].firstOffset <= last) open.add(ahead.shift()?.producerId ?? -1n);
    if ((attributes & IS_CONTROL) === 0) return !((attributes & IS_TRANSACTIONAL) !== 0 && open.has(producerId));
    if (records[0]?.key?.readInt16BE(MARK_TYPE_AT) === ABORT) open.delete(producerId);
    return false;
  });
}

/**
 * @param from offset that was asked for: a batch that holds it comes whole, with earlier records
 * @returns undefined when nothing came
 */
export function fetchedRecords(topic: string, answer: PartitionAnswer, from: number): FetchedRecords | undefined {
  const batches = answer.records ?? [];
  const last = batches.at(-1);
  if (last === undefined) return undefined;
  const partition = answer.partitionIndex;
  return {
    topic,
    partition,
    records: keptBatches(batches, answer.abortedTransactions).flatMap((batch) => recordsOf(topic, partition, batch, from)),
    nextOffset: Number(last.firstOffset) + last.lastOffsetDelta + 1,
    logEnd: Number(answer.highWatermark),
    fetchedAtMs: Date.now(),
  };
}
