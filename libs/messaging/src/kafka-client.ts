import type { RecordHeaders } from '@leadstream/contracts';

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

export interface OutgoingRecord {
  readonly topic: string;
  /** Decides the partition, as the Java client's default partitioner would. Without a key: any partition. */
  readonly key: string | Buffer | null;
  readonly value: string | Buffer | null;
  /** Texts travel as UTF-8, bytes as they are. A name may have several values; they keep their order. */
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

/**
 * Records of one partition, in its order, whatever codec they were compressed with (gzip, snappy, lz4, zstd). What a transaction
 * rolled back is left out; offsets may have holes.
 */
export interface RecordBatch extends TopicPartition {
  readonly records: readonly IncomingRecord[];
  /** Where the partition goes on after this batch. */
  readonly nextOffset: number;
  /** First offset that did not exist yet when the batch was fetched. */
  readonly logEnd: number;
  readonly fetchedAtMs: number;
  /**
   * The partition is, or may be, somebody else's by now: write nothing more. Known at once also after this process stood still for
   * longer than its session.
   */
  isStale(): boolean;
  /** The consumer is stopping or the group rebalances: end what was begun, begin nothing. Until the batch is stale, commits count. */
  isEnding(): boolean;
  /** Keeps the membership alive during long work; failures show in `isStale` and `isEnding`. */
  heartbeat(): Promise<void>;
  /**
   * Everything below `nextOffset` is done for ever. When the broker does not hear of it, the records come again. A stale batch moves
   * nothing.
   */
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

/**
 * A member of a group. It joins in the background, also before its topics exist, and joins again after any failure until it is
 * stopped. A partition goes on at the group's mark; where there is none, or what it points to is gone, at the first record there is.
 */
export interface KafkaConsumer {
  start(listener: ConsumerListener): void;
  pause(partition: TopicPartition): void;
  resume(partition: TopicPartition): void;
  seek(partition: TopicPartition, offset: number): void;
  /**
   * Begins anew as another member, for when nothing comes although brokers answer. What the former member still tells or delivers is not
   * heard; when it cannot say good-bye, the broker waits for its session to end.
   */
  restart(): void;
  /** Instant (epoch ms) at which the fetch loop last came round; undefined before the first. */
  lastTurnMs(): number | undefined;
  /** Lets batches in work end, leaves the group, disconnects; within seconds also while it joins, and without any broker. */
  stop(): Promise<void>;
}

export interface KafkaProducer {
  /**
   * Resolves when all in-sync replicas hold every record; order within a partition is the order given. A send that meets trouble on
   * its way may be there more than once; the first time each record is there is still in order.
   * @throws RecordTooLargeError when the broker refuses the size: sending again is pointless. Nothing of the refused partition is
   * kept; records for other partitions may be
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

/** What a topic lacks of its declaration. */
export interface TopicDifference {
  readonly name: string;
  readonly lacks: 'topic' | 'partitions' | 'settings';
  /** What there is instead: the number of partitions, or `name=value` of each setting that differs; empty for a missing topic. */
  readonly present: string;
}

export interface GroupSize {
  readonly groupId: string;
  /** 0 also when the broker knows no such group. */
  readonly members: number;
}

export interface KafkaAdmin {
  listTopics(): Promise<string[]>;
  /** What `ensureTopics` would change; changes nothing. */
  compareTopics(topics: readonly TopicDeclaration[]): Promise<TopicDifference[]>;
  /** Creates what is missing, adds partitions, aligns settings; removes nothing, nor settings that are not named. @returns names that were created or changed */
  ensureTopics(topics: readonly TopicDeclaration[]): Promise<{ created: string[]; changed: string[] }>;
  /** @returns nothing for topics that do not exist */
  listOffsets(topics: readonly string[]): Promise<PartitionOffsets[]>;
  committedOffsets(groupId: string, topics: readonly string[]): Promise<CommittedOffset[]>;
  groupSizes(groupIds: readonly string[]): Promise<GroupSize[]>;
  close(): Promise<void>;
}

/** Reads a topic by partition and offset, and keeps a mark of its own; for tools. */
export interface TopicReader {
  /** Records `from <= offset < to`; fewer when they are gone, not there yet, or rolled back. */
  read(partition: number, from: number, to: number): Promise<IncomingRecord[]>;
  commit(partition: number, offset: number, metadata: string): Promise<void>;
  close(): Promise<void>;
}

/** Everything Leadstream asks of a Kafka client. Each promise above has a test in `spec/conformance`, run against each adapter. */
export interface KafkaClient {
  producer(): Promise<KafkaProducer>;
  consumer(options: ConsumerOptions): KafkaConsumer;
  admin(): Promise<KafkaAdmin>;
  /** @throws Error when another reader of the group is there */
  reader(groupId: string, topic: string): Promise<TopicReader>;
}

/** The broker's limit for a record is smaller than the record. */
export class RecordTooLargeError extends Error {
  constructor(options?: ErrorOptions) {
    super('record is larger than the broker takes', options);
    this.name = 'RecordTooLargeError';
  }
}
