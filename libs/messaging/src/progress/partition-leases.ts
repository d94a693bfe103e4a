import { setTimeout as delay } from 'node:timers/promises';
import type { TenantDatabase } from '@leadstream/persistence';
import { errorFields, logger } from '@leadstream/telemetry';
import type { KafkaAdmin, KafkaConsumer, TopicPartition } from '../kafka-client.js';
import { HeldPartition } from './held-partition.js';
import { claimPartitions, countFenced, type Lease, storePositions } from './progress.repository.js';

const log = logger('partition-leases');
const CLAIM_RETRY_MS = 500;
/** Several heartbeats: had the broker given a partition away whose lease somebody else took, we would know by then. */
const FENCED_FOR_MS = 3_000;

export interface PartitionLeasesOptions {
  readonly group: string;
  /** Group and topics as Kafka knows them start with it, those in the database do not. */
  readonly topicPrefix: string;
  readonly database: TenantDatabase;
  readonly admin: () => Promise<KafkaAdmin>;
  readonly consumer: Pick<KafkaConsumer, 'seek'>;
}

const keyOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;

/** The partitions that this member holds, fenced in Postgres and not only by the broker's word. */
export class PartitionLeases {
  #held = new Map<string, HeldPartition>();
  #claim: Promise<void> = Promise.resolve();
  #claimed = false;
  #term = 0;
  #fencedSinceMs: number | undefined;

  constructor(private readonly options: PartitionLeasesOptions) {}

  get held(): readonly HeldPartition[] {
    return [...this.#held.values()];
  }

  /** False while partitions were given to us but are not fenced yet. */
  get isClaimed(): boolean {
    return this.#claimed;
  }

  /** Begins to claim; work on the partitions waits for it. */
  begin(partitions: readonly TopicPartition[]): void {
    this.drop();
    const term = this.#term;
    this.#claim = this.#claimUntilDone(partitions, term);
  }

  /** Claims the same partitions again, for when somebody fenced us out whom the broker does not know. */
  renew(): void {
    this.begin(this.held);
  }

  /** Forgets all partitions; whoever waits for one gets none. */
  drop(): void {
    this.#term += 1;
    this.#fencedSinceMs = undefined;
    this.#held = new Map();
    this.#claimed = false;
  }

  /** @returns undefined when the partition is not ours any more */
  async of(partition: TopicPartition): Promise<HeldPartition | undefined> {
    await this.#claim;
    return this.#held.get(keyOf(partition));
  }

  /** Learns the ends of the logs and stores every position, so that readers see freshness move while nothing flows. */
  async refresh(): Promise<void> {
    const held = this.held;
    if (held.length === 0) return;
    const admin = await this.options.admin();
    const askedMs = Date.now();
    const ends = await admin.listOffsets(this.#kafkaTopics(held));
    for (const { topic, partition, end } of ends) this.#held.get(keyOf({ topic, partition }))?.observe(end, askedMs);
    if ((await this.store(held)) === held.length) this.#fencedSinceMs = undefined;
    else await this.#renewWhenFenced(held);
  }

  /** @returns how many were stored: fewer when a batch is at work on one, or when somebody fenced us out */
  async store(held: readonly HeldPartition[]): Promise<number> {
    const { group, database } = this.options;
    const stored = held.map((partition) => ({ partition, position: partition.position() }));
    const count = await database.withoutTenant((tx) =>
      storePositions(
        tx,
        group,
        stored.map(({ position }) => position),
      ),
    );
    for (const { partition, position } of stored) partition.markStored(position);
    return count;
  }

  /** A member without records would never notice that its leases were taken, by a rewind for instance. */
  async #renewWhenFenced(held: readonly HeldPartition[]): Promise<void> {
    const { group, database } = this.options;
    const term = this.#term;
    const positions = held.map((partition) => partition.position());
    const isFenced = (await database.withoutTenant((tx) => countFenced(tx, group, positions))) > 0;
    if (term !== this.#term) return;
    this.#fencedSinceMs = isFenced ? (this.#fencedSinceMs ?? Date.now()) : undefined;
    if (this.#fencedSinceMs === undefined || Date.now() - this.#fencedSinceMs < FENCED_FOR_MS) return;
    log.warn('partition_leases_renewed', { group });
    this.renew();
  }

  async #claimUntilDone(partitions: readonly TopicPartition[], term: number): Promise<void> {
    while (term === this.#term) {
      try {
        const held = await this.#claimOnce(partitions);
        if (term !== this.#term) return;
        this.#held = new Map(held.map((partition) => [keyOf(partition), partition]));
        this.#claimed = true;
        return;
      } catch (error) {
        log.warn('partition_claim_failed', { group: this.options.group, error: errorFields(error) });
        await delay(CLAIM_RETRY_MS);
      }
    }
  }

  async #claimOnce(partitions: readonly TopicPartition[]): Promise<HeldPartition[]> {
    if (partitions.length === 0) return [];
    const { group, topicPrefix, database } = this.options;
    const plain = partitions.map(({ topic, partition }) => ({ topic: topic.slice(topicPrefix.length), partition }));
    const leases = await database.withoutTenant((tx) => claimPartitions(tx, group, plain));
    const admin = await this.options.admin();
    const topics = this.#kafkaTopics(partitions);
    const committed = await admin.committedOffsets(topicPrefix + group, topics);
    const offsets = await admin.listOffsets(topics);
    return leases.map((lease) => {
      const same = (one: TopicPartition): boolean => one.topic === topicPrefix + lease.topic && one.partition === lease.partition;
      const { low, end } = offsets.find(same) ?? { low: 0, end: 0 };
      return this.#hold(lease, low, end, committed.find(same)?.offset ?? -1);
    });
  }

  /** The database knows what is applied: if it stands behind the broker (it was restored, say), the events come again. */
  #hold(lease: Lease, low: number, end: number, committed: number): HeldPartition {
    const { group, topicPrefix, consumer } = this.options;
    const brokerStart = committed < 0 ? low : committed;
    const start = Math.max(low, Math.min(lease.highWater, brokerStart));
    const held = new HeldPartition(lease, topicPrefix, start, end);
    if (start < brokerStart) {
      log.warn('partition_rewound', { group, topic: lease.topic, partition: lease.partition, from: brokerStart, to: start });
      consumer.seek(held, start);
    }
    return held;
  }

  #kafkaTopics(partitions: readonly TopicPartition[]): string[] {
    return [...new Set(partitions.map(({ topic }) => topic))];
  }
}
