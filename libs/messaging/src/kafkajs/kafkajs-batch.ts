import kafkajs, { type EachBatchPayload, type KafkaMessage } from 'kafkajs';
import type { IncomingRecord, RecordBatch } from '../kafka-client.js';

export function toRecord(topic: string, partition: number, message: KafkaMessage): IncomingRecord {
  return {
    topic,
    partition,
    offset: Number(message.offset),
    timestampMs: Number(message.timestamp),
    key: message.key,
    value: message.value,
    headers: message.headers ?? {},
  };
}

/** What the broker says to a member that it has already written off; others may own its partitions. */
const LOST = new Set(['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'FENCED_INSTANCE_ID']);

function errorTypeOf(error: unknown): string {
  return error instanceof kafkajs.KafkaJSProtocolError ? error.type : '';
}

/** A kafkajs batch behind the port. Errors of heartbeats and commits are kept for kafkajs, which rejoins on them. */
export class KafkajsBatch implements RecordBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly IncomingRecord[];
  readonly nextOffset: number;
  readonly logEnd: number;
  readonly fetchedAtMs = Date.now();
  #interruption: unknown;

  /** @param isCurrent whether the membership under which the batch was fetched still holds */
  constructor(
    private readonly payload: EachBatchPayload,
    private readonly isCurrent: () => boolean,
  ) {
    const { topic, partition, messages, highWatermark } = payload.batch;
    this.topic = topic;
    this.partition = partition;
    this.records = messages.map((message) => toRecord(topic, partition, message));
    this.nextOffset = Number(payload.batch.lastOffset()) + 1;
    this.logEnd = Number(highWatermark);
  }

  isStale(): boolean {
    return LOST.has(errorTypeOf(this.#interruption)) || !this.isCurrent() || this.payload.isStale();
  }

  isEnding(): boolean {
    return this.#interruption !== undefined || !this.payload.isRunning();
  }

  async heartbeat(): Promise<void> {
    await this.#ask(() => this.payload.heartbeat());
  }

  async commit(nextOffset: number): Promise<void> {
    this.payload.resolveOffset(String(nextOffset - 1));
    const { topic, partition } = this;
    const offsets = { topics: [{ topic, partitions: [{ partition, offset: String(nextOffset) }] }] };
    await this.#ask(() => this.payload.commitOffsetsIfNecessary(offsets));
  }

  /** Hands the first failure to kafkajs once the owner is done with the batch. */
  rethrow(): void {
    if (this.#interruption !== undefined) throw this.#interruption;
  }

  async #ask(request: () => Promise<void>): Promise<void> {
    try {
      await request();
    } catch (error) {
      this.#interruption ??= error;
    }
  }
}
