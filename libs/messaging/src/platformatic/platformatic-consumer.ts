import { setTimeout as delay } from 'node:timers/promises';
import { errorFields, logger } from '@leadstream/telemetry';
import { type ClusterMetadata, Consumer, type ConsumerGroupJoinPayload, ListOffsetTimestamps } from '@platformatic/kafka';
import type { ConsumerListener, ConsumerOptions, KafkaConsumer, TopicPartition } from '../kafka-client.js';
import { BatchQueue } from './batch-queue.js';
import { FetchLoop } from './fetch-loop.js';
import { HeldPartition, HeldPartitions } from './held-partitions.js';
import type { FetchedRecords } from './incoming-records.js';
import { PlatformaticBatch } from './platformatic-batch.js';
import { type ConnectionSettings, DRAIN_WITHIN_MS, memberSettings, RETRY_DELAY_MS, SESSION_TIMEOUT_MS } from './platformatic-settings.js';

const log = logger('kafka-consumer');
/** A batch that does not end although it was told to. */
const END_WITHIN_MS = 10_000;
/** Without a broker the library goes on trying to tell it good-bye. */
const CLOSE_WITHIN_MS = 5_000;
const NO_USER_DATA = Buffer.alloc(0);

/** One group membership over the library's own; what is fetched, when, and where it goes on, is decided here. */
export class PlatformaticConsumer implements KafkaConsumer {
  readonly #consumer: Consumer;
  readonly #held = new HeldPartitions();
  readonly #loop: FetchLoop;
  readonly #batches: BatchQueue;
  readonly #sessionTimeoutMs: number;
  #listener: ConsumerListener | undefined;
  #stopped = false;
  /** Batches in work should come to an end: the group rebalances. */
  #draining = false;
  #joining: Promise<unknown> | undefined;
  /** Grows whenever partitions come or go: a batch of an older membership is stale. */
  #membership = 0;
  #joinedTopics: ReadonlyMap<string, number> | undefined;
  #isLeader = false;
  #askedMs = 0;
  #heardMs = 0;
  #lastTurnMs: number | undefined;

  constructor(
    private readonly settings: ConnectionSettings,
    private readonly options: ConsumerOptions,
  ) {
    this.#sessionTimeoutMs = settings.sessionTimeoutMs ?? SESSION_TIMEOUT_MS;
    this.#consumer = new Consumer({
      ...memberSettings(settings),
      groupId: options.groupId,
      protocolsMetadata: () => this.#beforeJoin(),
    });
    this.#consumer.topics.trackAll(...options.topics);
    this.#batches = new BatchQueue(options.concurrency);
    this.#loop = new FetchLoop({
      consumer: this.#consumer,
      held: this.#held,
      onMetadata: (metadata) => this.#compareTopics(metadata),
      onTurn: () => (this.#lastTurnMs = Date.now()),
      onRecords: (held, records) => this.#deliver(held, records),
    });
    this.#listen();
  }

  start(listener: ConsumerListener): void {
    this.#listener = listener;
    void this.#loop.run();
    this.#join();
  }

  lastTurnMs(): number | undefined {
    return this.#lastTurnMs;
  }

  pause(partition: TopicPartition): void {
    const held = this.#held.find(partition);
    if (held) held.isPaused = true;
  }

  resume(partition: TopicPartition): void {
    const held = this.#held.find(partition);
    if (held) held.isPaused = false;
    this.#loop.freed();
  }

  seek(partition: TopicPartition, offset: number): void {
    this.#held.find(partition)?.seek(offset);
    this.#loop.freed();
  }

  restart(): void {
    if (this.#stopped) return;
    this.#lose();
    // A join that is never answered is not waited for.
    this.#joining = undefined;
    const leaving = new Promise<void>((resolve) => this.#consumer.leaveGroup(true, () => resolve()));
    void Promise.race([leaving, delay(CLOSE_WITHIN_MS, undefined, { ref: false })]).then(() => this.#join());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#loop.end();
    const patience = (ms: number): Promise<void> => delay(ms, undefined, { ref: false });
    await Promise.race([this.#batches.end(), patience(END_WITHIN_MS)]);
    this.#lose();
    await Promise.race([this.#consumer.close(true).catch(() => undefined), patience(CLOSE_WITHIN_MS)]);
  }

  #listen(): void {
    const consumer = this.#consumer;
    consumer.on('consumer:group:join', (payload) => void this.#joined(payload));
    consumer.on('consumer:group:rebalance', () => this.#drain());
    consumer.on('consumer:heartbeat:start', () => (this.#askedMs = Date.now()));
    /** Counted from the question: its answer may have lain unread while this process stood still. */
    consumer.on('consumer:heartbeat:end', () => (this.#heardMs = this.#askedMs));
    consumer.on('consumer:heartbeat:error', ({ error }) => log.debug('heartbeat_failed', this.#fields(error)));
    /** Emitted when joining again after a heartbeat has failed; the library tries no more. */
    consumer.on('error', (error: Error) => this.#joinLater(error));
  }

  #join(): void {
    if (this.#stopped || this.#joining !== undefined) return;
    const joining: Promise<unknown> = this.#consumer
      .joinGroup()
      .catch((error: unknown) => this.#joinLater(error))
      .finally(() => {
        // One that was given up says nothing of the one that followed it.
        if (this.#joining === joining) this.#joining = undefined;
      });
    this.#joining = joining;
  }

  #joinLater(error: unknown): void {
    if (this.#stopped) return;
    log.warn('join_failed', this.#fields(error));
    this.settings.security?.trouble?.failed(error);
    this.#lose();
    this.#consumer.clearMetadata();
    setTimeout(() => this.#join(), RETRY_DELAY_MS).unref();
  }

  /**
   * The library asks for this right before it joins, and waits. So here batches may end and commit under the membership that they
   * belong to, unless that is lost already. Commits on their way are waited for, so that none goes out under the next membership.
   */
  async #beforeJoin(): Promise<Buffer> {
    if (this.#draining) await Promise.race([this.#batches.drain(), delay(DRAIN_WITHIN_MS, undefined, { ref: false })]);
    this.#lose();
    await this.#batches.commitsSettled();
    this.#draining = false;
    return NO_USER_DATA;
  }

  async #joined({ assignments = [], isLeader = false }: ConsumerGroupJoinPayload): Promise<void> {
    if (this.#stopped) return;
    this.#lose();
    this.#heardMs = Date.now();
    this.#isLeader = isLeader;
    this.#joinedTopics = undefined;
    const membership = this.#membership;
    const partitions = assignments.flatMap(({ topic, partitions: list }) => list.map((partition) => ({ topic, partition })));
    this.settings.security?.trouble?.succeeded();
    this.#listener?.assigned(partitions);
    while (membership === this.#membership && !this.#stopped) {
      try {
        const held = await this.#positioned(partitions);
        if (membership !== this.#membership) return;
        this.#held.replace(held);
        return this.#loop.freed();
      } catch (error) {
        log.warn('positions_unknown', this.#fields(error));
        this.#consumer.clearMetadata();
        await delay(RETRY_DELAY_MS, undefined, { ref: false });
      }
    }
  }

  /** Each partition at the group's mark, or at its beginning where there is none. */
  async #positioned(partitions: readonly TopicPartition[]): Promise<HeldPartition[]> {
    if (partitions.length === 0) return [];
    const topics = [...Map.groupBy(partitions, ({ topic }) => topic)].map(([topic, same]) => ({
      topic,
      partitions: same.map(({ partition }) => partition),
    }));
    const [marks, first] = await Promise.all([
      this.#consumer.listCommittedOffsets({ topics }),
      this.#consumer.listOffsets({ topics: topics.map(({ topic }) => topic), timestamp: ListOffsetTimestamps.EARLIEST }),
    ]);
    return partitions.map(({ topic, partition }) => {
      const mark = marks.get(topic)?.[partition] ?? -1n;
      return new HeldPartition(topic, partition, Number(mark >= 0n ? mark : (first.get(topic)?.[partition] ?? 0n)));
    });
  }

  #deliver(held: HeldPartition, records: FetchedRecords): void {
    const [membership, { seeks }] = [this.#membership, held];
    held.isBusy = true;
    const batch = new PlatformaticBatch(records, {
      isCurrent: () => membership === this.#membership && seeks === held.seeks && this.#isHeard(),
      isEnding: () => this.#stopped || this.#draining,
      commit: (nextOffset) => this.#commit(held, nextOffset),
    });
    this.#batches.add(`${held.topic}:${held.partition}`, async () => {
      try {
        if (!batch.isStale() && !batch.isEnding() && !held.isPaused) await this.#listener?.batch(batch);
      } finally {
        held.isBusy = false;
        this.#loop.freed();
      }
    });
  }

  async #commit(held: HeldPartition, nextOffset: number): Promise<void> {
    const { seeks, topic, partition } = held;
    const offset = { topic, partition, offset: BigInt(nextOffset), leaderEpoch: -1 };
    await this.#batches.commit(this.#consumer.commit({ offsets: [offset] }));
    if (seeks === held.seeks) held.position = nextOffset;
  }

  #isHeard(): boolean {
    return Date.now() - this.#heardMs < this.#sessionTimeoutMs;
  }

  #lose(): void {
    if (this.#held.all.length > 0 || this.#heardMs > 0) this.#listener?.revoked();
    this.#membership += 1;
    this.#heardMs = 0;
    this.#held.replace([]);
  }

  /** Partitions are shared out by the leader, so it is the leader who has to notice new ones. */
  #compareTopics({ topics }: ClusterMetadata): void {
    const counts = new Map([...topics].map(([topic, { partitionsCount }]) => [topic, partitionsCount]));
    const before = (this.#joinedTopics ??= counts);
    const isSame = [...counts].every(([topic, count]) => before.get(topic) === count);
    if (isSame || !this.#isLeader) return;
    this.#drain();
    this.#join();
  }

  #drain(): void {
    this.#draining = true;
    this.#held.isResting = true;
  }

  #fields(error: unknown) {
    return { groupId: this.options.groupId, error: errorFields(error) };
  }
}
