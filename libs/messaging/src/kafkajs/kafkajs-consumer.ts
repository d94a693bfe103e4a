import { setTimeout as delay } from 'node:timers/promises';
import { errorFields, logger } from '@leadstream/telemetry';
import { type Consumer, type ConsumerConfig, type EachBatchPayload, Kafka } from 'kafkajs';
import type { ConsumerListener, ConsumerOptions, KafkaConsumer, TopicPartition } from '../kafka-client.js';
import { KafkajsBatch } from './kafkajs-batch.js';
import { LastContact } from './last-contact.js';
import { type ClientSettings, RESTART_DELAY_MS } from './kafkajs-settings.js';

const log = logger('kafka-consumer');
/** kafkajs cannot be stopped while it joins; beyond this it is disconnected anyway, and the session times out. */
const STOP_JOINING_WITHIN_MS = 5_000;
/** Without a broker kafkajs goes on trying to tell it good-bye. */
const DISCONNECT_WITHIN_MS = 10_000;

/** One group membership. kafkajs restarts itself after errors it deems passing; this class after all others. */
export class KafkajsConsumer implements KafkaConsumer {
  readonly #kafka: Kafka;
  /** The member that counts; what others tell, because they have not ended yet, is not heard. */
  #consumer: Consumer | undefined;
  #listener: ConsumerListener | undefined;
  /** Of the member before. */
  #farewell: Promise<void> | undefined;
  #stopped = false;
  #restart: NodeJS.Timeout | undefined;
  #joining: Promise<void> | undefined;
  /** Grows whenever partitions come or go: a batch of an older membership is stale. */
  #membership = 0;
  #holding = false;
  #lastTurnMs: number | undefined;

  constructor(
    client: ClientSettings,
    private readonly options: ConsumerOptions,
    private readonly settings: ConsumerConfig,
  ) {
    /** kafkajs goes on with its attempts to connect after a disconnect; it gives up when there is nobody left to try. */
    this.#kafka = new Kafka({ ...client, brokers: () => (this.#stopped ? [] : client.brokers) });
  }

  start(listener: ConsumerListener): void {
    this.#listener = listener;
    this.#joining = this.#join(listener);
  }

  restart(): void {
    if (this.#stopped || this.#listener === undefined) return;
    clearTimeout(this.#restart);
    const former = this.#consumer;
    this.#partitionsGone(this.#listener);
    this.start(this.#listener);
    this.#farewell = former?.disconnect().catch(() => undefined);
  }

  lastTurnMs(): number | undefined {
    return this.#lastTurnMs;
  }

  pause({ topic, partition }: TopicPartition): void {
    this.#whileRunning((consumer) => consumer.pause([{ topic, partitions: [partition] }]));
  }

  resume({ topic, partition }: TopicPartition): void {
    this.#whileRunning((consumer) => consumer.resume([{ topic, partitions: [partition] }]));
  }

  seek({ topic, partition }: TopicPartition, offset: number): void {
    this.#whileRunning((consumer) => consumer.seek({ topic, partition, offset: String(offset) }));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#restart);
    const patience = (ms: number): Promise<void> => delay(ms, undefined, { ref: false });
    await Promise.race([this.#joining, patience(STOP_JOINING_WITHIN_MS)]);
    await Promise.race([Promise.all([this.#consumer?.disconnect(), this.#farewell]), patience(DISCONNECT_WITHIN_MS)]);
  }

  async #join(listener: ConsumerListener): Promise<void> {
    const { groupId, topics, concurrency } = this.options;
    const retry = { ...this.settings.retry, restartOnFailure: async () => this.#counts(consumer) };
    const consumer: Consumer = this.#kafka.consumer({ ...this.settings, retry });
    this.#consumer = consumer;
    const contact = new LastContact(consumer);
    this.#listen(consumer, listener);
    try {
      await consumer.connect();
      if (this.#counts(consumer)) await consumer.subscribe({ topics: [...topics], fromBeginning: true });
      if (this.#counts(consumer)) {
        await consumer.run({
          autoCommit: false,
          eachBatchAutoResolve: false,
          partitionsConsumedConcurrently: concurrency,
          eachBatch: (payload) => this.#deliver(consumer, listener, payload, contact),
        });
      }
      /** Whoever stopped it gave up waiting; it must not be in the group because of that. */
      if (!this.#counts(consumer)) await consumer.disconnect();
    } catch (error) {
      if (!this.#counts(consumer)) return;
      log.warn('consumer_start_failed', { groupId, error: errorFields(error) });
      this.#startAgain(consumer, listener);
    }
  }

  #listen(consumer: Consumer, listener: ConsumerListener): void {
    const { GROUP_JOIN, REBALANCING, CRASH, STOP, FETCH } = consumer.events;
    const gone = (): void => {
      if (this.#consumer === consumer) this.#partitionsGone(listener);
    };
    consumer.on(GROUP_JOIN, ({ payload }) => {
      if (!this.#counts(consumer)) return;
      if (this.#holding) gone();
      this.#holding = true;
      this.#membership += 1;
      this.#turned();
      const { memberAssignment } = payload;
      listener.assigned(Object.entries(memberAssignment).flatMap(([topic, list]) => list.map((partition) => ({ topic, partition }))));
    });
    consumer.on(REBALANCING, gone);
    consumer.on(STOP, gone);
    consumer.on(CRASH, ({ payload }) => {
      gone();
      if (!payload.restart) this.#startAgain(consumer, listener);
    });
    consumer.on(FETCH, () => {
      if (this.#consumer === consumer) this.#turned();
    });
  }

  async #deliver(consumer: Consumer, listener: ConsumerListener, payload: EachBatchPayload, contact: LastContact): Promise<void> {
    if (this.#consumer !== consumer) return;
    const membership = this.#membership;
    const isCurrent = (): boolean => membership === this.#membership && contact.isWithin(this.settings.sessionTimeout);
    const batch = new KafkajsBatch(payload, isCurrent);
    await listener.batch(batch);
    batch.rethrow();
  }

  #partitionsGone(listener: ConsumerListener): void {
    this.#membership += 1;
    this.#holding = false;
    listener.revoked();
  }

  #startAgain(consumer: Consumer, listener: ConsumerListener): void {
    if (!this.#counts(consumer)) return;
    this.#restart = setTimeout(() => {
      void consumer.disconnect().catch(() => undefined);
      this.start(listener);
    }, RESTART_DELAY_MS);
  }

  #counts(consumer: Consumer): boolean {
    return !this.#stopped && this.#consumer === consumer;
  }

  #turned(): void {
    this.#lastTurnMs = Date.now();
  }

  /** kafkajs throws when nothing runs yet, or no more; then there is nothing to pause, resume or seek. */
  #whileRunning(act: (consumer: Consumer) => void): void {
    if (this.#consumer === undefined || this.#stopped) return;
    try {
      act(this.#consumer);
    } catch (error) {
      log.debug('consumer_not_running', { groupId: this.options.groupId, error: errorFields(error) });
    }
  }
}
