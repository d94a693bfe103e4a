import { errorFields, logger } from '@leadstream/telemetry';
import { type ClusterMetadata, type Consumer, findErrorBy, ListOffsetTimestamps } from '@platformatic/kafka';
import { type FetchedRecords, fetchedRecords, type PartitionAnswer } from './incoming-records.js';
import type { HeldPartition, HeldPartitions } from './held-partitions.js';
import { Doorbell } from './doorbell.js';
import { IDLE_FETCH_MS, MAX_BYTES, MAX_BYTES_PER_PARTITION, RETRY_DELAY_MS } from './platformatic-settings.js';

const log = logger('kafka-consumer');
/** While some partitions are in work, others are asked for briefly, so that those need not wait for these when they are done. */
const BUSY_FETCH_MS = { least: 2, most: 250 };

export interface FetchLoopOptions {
  readonly consumer: Consumer;
  readonly held: HeldPartitions;
  /** Of all subscribed topics, again whenever it was asked for. */
  readonly onMetadata: (metadata: ClusterMetadata) => void;
  readonly onTurn: () => void;
  readonly onRecords: (partition: HeldPartition, records: FetchedRecords) => void;
}

/** Asks each broker for what its partitions hold that nobody works on, one request at a time. */
export class FetchLoop {
  readonly bell = new Doorbell();
  readonly #asked = new Set<number>();
  #busyFetchMs = BUSY_FETCH_MS.least;
  #ended = false;

  constructor(private readonly options: FetchLoopOptions) {}

  async run(): Promise<void> {
    while (!this.#ended) {
      const askedAny = await this.#turn().catch((error: unknown) => this.#failed(error));
      await this.bell.wait(askedAny ? IDLE_FETCH_MS : RETRY_DELAY_MS);
    }
  }

  end(): void {
    this.#ended = true;
    this.bell.ring();
  }

  /** A batch is done: its partition wants to be asked for soon. */
  freed(): void {
    this.#busyFetchMs = BUSY_FETCH_MS.least;
    this.bell.ring();
  }

  /** @returns whether somebody is being asked */
  async #turn(): Promise<boolean> {
    const { consumer, held, onMetadata, onTurn } = this.options;
    if (held.all.length === 0) return false;
    const metadata = await consumer.metadata({ topics: consumer.topics.current });
    onMetadata(metadata);
    const byLeader = Map.groupBy(held.ready, ({ topic, partition }) => metadata.topics.get(topic)?.partitions[partition]?.leader ?? -1);
    if (byLeader.size === 0) onTurn();
    for (const [node, partitions] of byLeader) {
      if (node < 0 || this.#asked.has(node)) continue;
      this.#asked.add(node);
      void this.#ask(node, partitions, metadata).finally(() => {
        this.#asked.delete(node);
        this.bell.ring();
      });
    }
    return this.#asked.size > 0 || byLeader.size === 0;
  }

  async #ask(node: number, partitions: readonly HeldPartition[], metadata: ClusterMetadata): Promise<void> {
    const { consumer, held, onTurn, onRecords } = this.options;
    const isBusy = held.areBusy;
    const from = new Map(partitions.map((partition) => [partition, { position: partition.position, seeks: partition.seeks }]));
    try {
      const answer = await consumer.fetch({
        node,
        topics: requestOf(partitions, metadata),
        maxWaitTime: isBusy ? this.#busyFetchMs : IDLE_FETCH_MS,
        minBytes: 1,
        maxBytes: MAX_BYTES,
      });
      onTurn();
      const answers = new Map(
        answer.responses.flatMap(({ topicId, partitions: list }) => list.map((one) => [`${topicId}:${one.partitionIndex}`, one])),
      );
      let came = false;
      for (const [partition, asked] of from) {
        const records = recordsFor(partition, asked.position, answers, metadata);
        if (records === undefined || held.find(partition) !== partition) continue;
        if (partition.seeks !== asked.seeks || partition.isPaused) continue;
        came = true;
        onRecords(partition, records);
      }
      this.#busyFetchMs = came ? BUSY_FETCH_MS.least : Math.min(this.#busyFetchMs * 2, BUSY_FETCH_MS.most);
    } catch (error) {
      if (this.#ended) return;
      if (findErrorBy(error as Error, 'apiId', 'OFFSET_OUT_OF_RANGE') !== null)
        await this.#restartAtFirst(partitions).catch(() => undefined);
      else this.#failed(error);
      await this.bell.rest(RETRY_DELAY_MS);
    }
  }

  /** What a position points to is gone: on with the first that is left, never with the newest. */
  async #restartAtFirst(partitions: readonly HeldPartition[]): Promise<void> {
    const { consumer } = this.options;
    const topics = [...new Set(partitions.map(({ topic }) => topic))];
    const [first, end] = await Promise.all([
      consumer.listOffsets({ topics, timestamp: ListOffsetTimestamps.EARLIEST }),
      consumer.listOffsets({ topics, timestamp: ListOffsetTimestamps.LATEST }),
    ]);
    for (const held of partitions) {
      const low = Number(first.get(held.topic)?.[held.partition] ?? 0);
      const high = Number(end.get(held.topic)?.[held.partition] ?? 0);
      if (held.position < low || held.position > high) held.position = low;
    }
  }

  #failed(error: unknown): boolean {
    const { consumer } = this.options;
    if (this.#ended) return false;
    log.warn('fetch_failed', { groupId: consumer.groupId, error: errorFields(error) });
    consumer.clearMetadata();
    return false;
  }
}

function requestOf(partitions: readonly HeldPartition[], metadata: ClusterMetadata) {
  return [...Map.groupBy(partitions, ({ topic }) => topic)].map(([topic, same]) => ({
    topicId: metadata.topics.get(topic)?.id ?? '',
    partitions: same.map(({ partition, position }) => ({
      partition,
      fetchOffset: BigInt(position),
      partitionMaxBytes: MAX_BYTES_PER_PARTITION,
      currentLeaderEpoch: -1,
      lastFetchedEpoch: -1,
    })),
  }));
}

function recordsFor(
  { topic, partition }: HeldPartition,
  from: number,
  answers: ReadonlyMap<string, PartitionAnswer>,
  metadata: ClusterMetadata,
): FetchedRecords | undefined {
  const answer = answers.get(`${metadata.topics.get(topic)?.id ?? ''}:${partition}`);
  return answer === undefined ? undefined : fetchedRecords(topic, answer, from);
}
