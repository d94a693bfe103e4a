import type { RecordBatch, TopicPartition } from '../kafka-client.js';
import type { Lease, Position } from './progress.repository.js';

/** A partition under our lease: how far it is applied, and what is known of its end. */
export class HeldPartition implements TopicPartition {
  /** As Kafka knows it, with prefix; positions carry the plain name. */
  readonly topic: string;
  readonly partition: number;
  readonly #lease: Lease;
  #highWater: number;
  #stored: Position | undefined;
  #logEnd: number;
  #observedAtMs: number;
  readonly #takenOverMs: number;
  #lastRecordMs: number | undefined;

  /** @param start where reading begins: everything below is applied */
  constructor(lease: Lease, topicPrefix: string, start: number, logEnd: number) {
    this.topic = topicPrefix + lease.topic;
    this.partition = lease.partition;
    this.#lease = lease;
    this.#highWater = start;
    this.#logEnd = Math.max(start, logEnd);
    this.#takenOverMs = Date.now();
    this.#observedAtMs = this.#takenOverMs;
  }

  get lagRecords(): number {
    return Math.max(0, this.#logEnd - this.#highWater);
  }

  /** Age of the last applied record while there are more, of our tenure before the first; 0 when there are none. */
  get lagSeconds(): number {
    if (this.lagRecords === 0) return 0;
    return Math.max(0, (Date.now() - (this.#lastRecordMs ?? this.#takenOverMs)) / 1000);
  }

  /** Whether the database does not know yet how far this is applied. */
  get isAhead(): boolean {
    return this.#stored?.highWater !== this.#highWater;
  }

  /** Takes note of the end of the log as of `atMs`. */
  observe(logEnd: number, atMs: number): void {
    if (atMs < this.#observedAtMs) return;
    this.#logEnd = Math.max(logEnd, this.#highWater);
    this.#observedAtMs = atMs;
  }

  observeBatch(batch: RecordBatch): void {
    this.observe(batch.logEnd, batch.fetchedAtMs);
  }

  /** The present position, or the one at `highWater` if everything below it were applied. */
  position(highWater = this.#highWater, lastRecordMs = this.#lastRecordMs): Position {
    const { topic, partition, fencingToken } = this.#lease;
    return {
      topic,
      partition,
      fencingToken,
      highWater: Math.max(highWater, this.#highWater),
      logEnd: this.#logEnd,
      lastRecordMs,
      observedMsAgo: Date.now() - this.#observedAtMs,
    };
  }

  /** Everything up to `position` is applied or put aside. */
  advance(position: Position): void {
    this.#highWater = position.highWater;
    this.#lastRecordMs = position.lastRecordMs;
  }

  markStored(position: Position): void {
    this.#stored = position;
  }
}
