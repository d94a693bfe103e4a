import type { RecordHeaders } from '@leadstream/contracts';

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

export interface OutgoingRecord {
  readonly topic: string;
  /** Decides the partition, as the Java client's default partitioner would. */
  readonly key: string | Buffer | null;
  readonly value: string | Buffer | null;
  readonly headers: Readonly<Record<string, string | Buffer | (string | Buffer)[]>>;
}

/** Offsets are exact up to 2^53 records a partition. */
export interface IncomingRecord extends TopicPartition {
  readonly offset: number;
  readonly timestampMs: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: RecordHeaders;
}

/** Records of one partition, in its order. */
export interface RecordBatch extends TopicPartition {
  readonly records: readonly IncomingRecord[];
  /** Where the partition goes on after this batch. */
  readonly nextOffset: number;
  /** First offset that did not exist yet when the batch was fetched. */
  readonly logEnd: number;
  readonly fetchedAtMs: number;
  /** The partition is, or may be, somebody else's by now: write nothing more. */
  isStale(): boolean;
  /** The consumer is stopping or the group rebalances: end what was begun, begin nothing. */
  isEnding(): boolean;
  /** Keeps the membership alive during long work; failures show in `isStale` and `isEnding`. */
  heartbeat(): Promise<void>;
  /** Everything below `nextOffset` is done for ever. When the broker does not hear of it, the records come again. */
  commit(nextOffset: number): Promise<void>;
}

/** What a consumer tells its owner. Batches of different partitions may come at the same time, of one partition never. */
export interface ConsumerListener {
  assigned(partitions: readonly TopicPartition[]): void;
  /** All partitions are gone or about to go. Batches in work are stale. */
  revoked(): void;
  /** Returning without having committed the whole batch means: give the rest to me again. Never rejects. */
  batch(batch: RecordBatch): Promise<void>;
}

export interface ConsumerOptions {
  readonly groupId: string;
  readonly topics: readonly string[];
  /** Partitions worked on at the same time. */
  readonly concurrency: number;
}

/** A member of a group. It joins in the background and joins again after any failure until it is stopped. */
export interface KafkaConsumer {
  start(listener: ConsumerListener): void;
  pause(partition: TopicPartition): void;
  resume(partition: TopicPartition): void;
  seek(partition: TopicPartition, offset: number): void;
  /** Instant (epoch ms) at which the fetch loop last came round; undefined before the first. */
  lastTurnMs(): number | undefined;
  /** Lets batches in work end, leaves the group, disconnects. */
  stop(): Promise<void>;
}

export interface KafkaProducer {
  /**
   * Resolves when all in-sync replicas hold every record; order within a partition is the order given.
   * @throws RecordTooLargeError when the broker refuses the size: sending again is pointless
   * @throws Error otherwise; the records may or may not be there: send again
   */
  send(records: readonly OutgoingRecord[]): Promise<void>;
  close(): Promise<void>;
}

export interface TopicDeclaration {
  readonly name: string;
  readonly partitions: number;
  readonly config: Readonly<Record<string, string>>;
}

export interface PartitionOffsets extends TopicPartition {
  /** First offset that still exists. */
  readonly low: number;
  /** First offset that does not exist yet. */
  readonly end: number;
}

export interface CommittedOffset extends TopicPartition {
  /** -1 when the group never committed. */
  readonly offset: number;
  readonly metadata: string;
}

export interface KafkaAdmin {
  listTopics(): Promise<string[]>;
  /** Creates what is missing, adds partitions, aligns settings; removes nothing. @returns names that were created or changed */
  ensureTopics(topics: readonly TopicDeclaration[]): Promise<{ created: string[]; changed: string[] }>;
  /** @returns nothing for topics that do not exist */
  listOffsets(topics: readonly string[]): Promise<PartitionOffsets[]>;
  committedOffsets(groupId: string, topics: readonly string[]): Promise<CommittedOffset[]>;
  close(): Promise<void>;
}

/** Reads a topic by partition and offset, and keeps a mark of its own; for tools. */
export interface TopicReader {
  /** Records `from <= offset < to`; fewer when they are gone. */
  read(partition: number, from: number, to: number): Promise<IncomingRecord[]>;
  commit(partition: number, offset: number, metadata: string): Promise<void>;
  close(): Promise<void>;
}

/** Everything Leadstream asks of a Kafka client. One conformance suite runs against each adapter. */
export interface KafkaClient {
  producer(): Promise<KafkaProducer>;
  consumer(options: ConsumerOptions): KafkaConsumer;
  admin(): Promise<KafkaAdmin>;
  reader(groupId: string, topic: string): Promise<TopicReader>;
}

/** The broker's limit for a record is smaller than the record. */
export class RecordTooLargeError extends Error {
  constructor(options?: ErrorOptions) {
    super('record is larger than the broker takes', options);
    this.name = 'RecordTooLargeError';
  }
}
