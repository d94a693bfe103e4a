import type { TenantDatabase } from '@leadstream/persistence';
import { errorFields, logger } from '@leadstream/telemetry';
import type {
  ConsumerListener,
  KafkaAdmin,
  KafkaClient,
  KafkaConsumer,
  KafkaProducer,
  RecordBatch,
  TopicPartition,
} from '../kafka-client.js';
import { observePartitions, type PartitionLevel } from '../metrics.js';
import { DeadLetterWriter } from '../dead-letters/dead-letter-writer.js';
import { EventApplier } from '../processing/event-applier.js';
import type { PersonalData } from '../personal-data.js';
import type { HandlerTable } from './handler-table.js';
import { PartitionLeases } from '../progress/partition-leases.js';
import { PartitionPauses } from '../processing/partition-pauses.js';
import { PartitionWorker } from '../processing/partition-worker.js';
import { Standstill, type Stillness } from './standstill.js';

const log = logger('event-consumer');

export interface ConsumerTuning {
  /** Partitions of a group worked on at the same time, each with a database connection of its own while it writes. */
  readonly concurrency: number;
  /** Records in one go; bounds the size of a transaction. */
  readonly chunkSize: number;
  /** How often an event that fails alone is tried before it is dead-lettered. */
  readonly maxAttempts: number;
  readonly retryDelayMs: number;
  /** How often idle progress is stored; bounds how old freshness may be while nothing flows. */
  readonly refreshIntervalMs: number;
  /** Not ready when the loop has not come round for so long. */
  readonly stalledAfterMs: number;
  /** A member that stands still for so long, although brokers and database answer, begins anew. Longer than a rebalance, and than a session, may take. */
  readonly standstillAfterMs: number;
  /** The same while a batch is in work. */
  readonly batchGivenUpAfterMs: number;
}

/** Of whoever takes every event, which only writes them down: what a tenant costs in a transaction is shared by more of its events. */
const RECORDS_TOGETHER = 2_000;
/** So many may be stale because partitions come and go. */
const FRUITLESS = 20;

export const DEFAULT_TUNING: ConsumerTuning = {
  concurrency: 3,
  chunkSize: 500,
  maxAttempts: 3,
  retryDelayMs: 100,
  refreshIntervalMs: 1_000,
  stalledAfterMs: 15_000,
  standstillAfterMs: 20_000,
  batchGivenUpAfterMs: 300_000,
};

export interface GroupConsumerOptions {
  readonly kafka: KafkaClient;
  readonly admin: () => Promise<KafkaAdmin>;
  readonly producer: () => Promise<KafkaProducer>;
  readonly database: TenantDatabase;
  readonly topicPrefix: string;
  readonly tuning: ConsumerTuning;
  readonly personal: PersonalData | undefined;
}

/** Whether a group works, and if not, why. Reasons are codes. */
export interface GroupHealth {
  readonly group: string;
  readonly ready: boolean;
  readonly reasons: readonly string[];
  readonly partitions: number;
  readonly lagRecords: number;
}

/** This process's member of one consumer group. */
export class GroupConsumer implements ConsumerListener {
  readonly #consumer: KafkaConsumer;
  readonly #leases: PartitionLeases;
  readonly #pauses: PartitionPauses;
  readonly #worker: PartitionWorker;
  readonly #tuning: ConsumerTuning;
  #refreshTimer: NodeJS.Timeout | undefined;
  #stopObserving: (() => void) | undefined;
  #joined = false;
  #progressMs: number | undefined;
  /** Batches in work. */
  #working = 0;
  /** Batches since the last progress that came to nothing, though nothing held them up. */
  #fruitless = 0;
  readonly #standstill: Standstill;

  constructor(
    private readonly table: HandlerTable,
    private readonly options: GroupConsumerOptions,
  ) {
    const { kafka, admin, producer, database, topicPrefix, tuning, personal } = options;
    const { group } = table;
    this.#tuning = tuning;
    this.#standstill = new Standstill({
      patience: { idleMs: tuning.standstillAfterMs, workingMs: tuning.batchGivenUpAfterMs },
      look: () => this.#stillness(),
      dependenciesAnswer: () => this.#dependenciesAnswer(),
      onStandstill: () => this.#beginAnew(),
    });
    const topics = table.topics.map((topic) => topicPrefix + topic);
    this.#consumer = kafka.consumer({ groupId: topicPrefix + group, topics, concurrency: tuning.concurrency });
    this.#leases = new PartitionLeases({ group, topicPrefix, database, admin, consumer: this.#consumer });
    this.#pauses = new PartitionPauses(this.#consumer);
    this.#worker = new PartitionWorker({
      table,
      personal,
      applier: new EventApplier({ group, database, maxAttempts: tuning.maxAttempts, retryDelayMs: tuning.retryDelayMs }),
      deadLetters: new DeadLetterWriter(producer, group, topicPrefix),
      leases: this.#leases,
      pauses: this.#pauses,
      chunkSize: table.recorder === undefined ? tuning.chunkSize : Math.max(tuning.chunkSize, RECORDS_TOGETHER),
      onProgress: () => this.#progressed(),
    });
  }

  start(): void {
    this.#stopObserving = observePartitions(() => this.#levels());
    this.#consumer.start(this);
    this.#standstill.start(this.#tuning.refreshIntervalMs);
    this.#scheduleRefresh();
  }

  /** Ends the transaction in work, commits what is done, leaves the group. */
  async stop(): Promise<void> {
    clearTimeout(this.#refreshTimer);
    this.#standstill.stop();
    this.#refreshTimer = undefined;
    this.#stopObserving?.();
    await this.#consumer.stop();
    this.revoked();
  }

  assigned(partitions: readonly TopicPartition[]): void {
    log.info('partitions_assigned', { group: this.table.group, count: partitions.length });
    this.#joined = true;
    this.#fruitless = 0;
    this.#pauses.clear(partitions);
    this.#leases.begin(partitions);
  }

  revoked(): void {
    this.#joined = false;
    this.#pauses.clear([]);
    this.#leases.drop();
  }

  async batch(batch: RecordBatch): Promise<void> {
    this.#working += 1;
    this.#fruitless += 1;
    try {
      await this.#worker.work(batch);
    } finally {
      this.#working -= 1;
    }
  }

  health(): GroupHealth {
    const reasons = [...this.#reasons()];
    const lagRecords = this.#leases.held.reduce((sum, held) => sum + held.lagRecords, 0);
    return { group: this.table.group, ready: reasons.length === 0, reasons, partitions: this.#leases.held.length, lagRecords };
  }

  *#reasons(): Generator<string> {
    if (!this.#joined) yield 'not_in_group';
    else if (!this.#leases.isClaimed) yield 'partitions_not_claimed';
    const lastMs = Math.max(this.#progressMs ?? 0, this.#consumer.lastTurnMs() ?? 0);
    if (Date.now() - lastMs > this.#tuning.stalledAfterMs) yield 'loop_stalled';
    if (this.#pauses.count > 0) yield 'dependency_unavailable';
  }

  #levels(): PartitionLevel[] {
    return this.#leases.held.map((held) => ({
      group: this.table.group,
      topic: held.topic,
      lagRecords: held.lagRecords,
      lagSeconds: held.lagSeconds,
      paused: this.#pauses.isPaused(held),
    }));
  }

  #scheduleRefresh(): void {
    this.#refreshTimer = setTimeout(() => void this.#refresh(), this.#tuning.refreshIntervalMs);
  }

  async #refresh(): Promise<void> {
    try {
      await this.#leases.refresh();
    } catch (error) {
      log.debug('progress_refresh_failed', { group: this.table.group, error: errorFields(error) });
    }
    if (this.#refreshTimer !== undefined) this.#scheduleRefresh();
  }

  #progressed(): void {
    this.#progressMs = Date.now();
    this.#fruitless = 0;
  }

  #stillness(): Stillness {
    const isWorking = this.#working > 0;
    const reasons = [...this.#reasons()];
    if (reasons.includes('dependency_unavailable')) return { isStill: false, isWorking };
    return { isStill: reasons.length > 0 || (this.#fruitless > FRUITLESS && !isWorking), isWorking };
  }

  async #dependenciesAnswer(): Promise<boolean> {
    const { admin, database, topicPrefix } = this.options;
    try {
      await Promise.all([database.ping(), (await admin()).groupSizes([topicPrefix + this.table.group])]);
      return true;
    } catch {
      return false;
    }
  }

  #beginAnew(): void {
    log.warn('consumer_begins_anew', { group: this.table.group, reasons: [...this.#reasons()], fruitless: this.#fruitless });
    this.#consumer.restart();
  }
}
