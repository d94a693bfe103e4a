import { errorFields, logger } from '@leadstream/telemetry';
import type { IncomingRecord, RecordBatch } from '../kafka-client.js';
import type { FetchedRecords } from './incoming-records.js';

const log = logger('kafka-consumer');

/** What a batch asks of the member that fetched it. */
export interface BatchOwner {
  /** Whether the membership and the position under which the batch was fetched still hold. */
  isCurrent(): boolean;
  /** Whether the consumer stops or the group rebalances. */
  isEnding(): boolean;
  commit(nextOffset: number): Promise<void>;
}

/** A fetched batch behind the port. */
export class PlatformaticBatch implements RecordBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly IncomingRecord[];
  readonly nextOffset: number;
  readonly logEnd: number;
  readonly fetchedAtMs: number;
  #isBroken = false;

  constructor(
    { topic, partition, records, nextOffset, logEnd, fetchedAtMs }: FetchedRecords,
    private readonly owner: BatchOwner,
  ) {
    this.topic = topic;
    this.partition = partition;
    this.records = records;
    this.nextOffset = nextOffset;
    this.logEnd = logEnd;
    this.fetchedAtMs = fetchedAtMs;
  }

  isStale(): boolean {
    return !this.owner.isCurrent();
  }

  isEnding(): boolean {
    return this.#isBroken || this.owner.isEnding();
  }

  /** The library sends them by itself, as long as this process moves. */
  async heartbeat(): Promise<void> {}

  async commit(nextOffset: number): Promise<void> {
    if (this.isStale()) return;
    try {
      await this.owner.commit(nextOffset);
    } catch (error) {
      this.#isBroken = true;
      log.warn('commit_failed', { topic: this.topic, partition: this.partition, error: errorFields(error) });
    }
  }
}
