import { setTimeout as delay } from 'node:timers/promises';
import type {
  ConsumerOptions,
  KafkaAdmin,
  KafkaClient,
  KafkaConsumer,
  KafkaProducer,
  OutgoingRecord,
  TopicReader,
} from '../../../src/index.js';
import type { Chance } from '../load/chance.js';

/**
 * What can become of a send: nothing arrives; all arrives and the answer is lost; the records of some aggregates arrive;
 * or all arrive when the sender has long given up.
 */
const MISHAPS = ['refused', 'answer_lost', 'partly', 'late'] as const;

/** A Kafka whose producers fail in every way that the port allows. Everything else is the real one. */
export class ChaoticBroker implements KafkaClient {
  mishaps = 0;
  #downUntilMs = 0;
  readonly #late = new Set<Promise<void>>();

  /** @param afterSend runs between the broker's answer and the sender's next step */
  constructor(
    private readonly kafka: KafkaClient,
    private readonly chance: Chance,
    private readonly mishapRatio01: number,
    private readonly afterSend: () => Promise<void> = async () => undefined,
  ) {}

  /** No send gets through for so long. */
  goDown(forMs: number): void {
    this.#downUntilMs = performance.now() + forMs;
  }

  /** When the last late record has arrived. */
  async settled(): Promise<void> {
    await Promise.all(this.#late);
  }

  async producer(): Promise<KafkaProducer> {
    const producer = await this.kafka.producer();
    return { send: (records) => this.#send(producer, records), close: () => this.settled().then(() => producer.close()) };
  }

  consumer(options: ConsumerOptions): KafkaConsumer {
    return this.kafka.consumer(options);
  }

  admin(): Promise<KafkaAdmin> {
    return this.kafka.admin();
  }

  reader(groupId: string, topic: string): Promise<TopicReader> {
    return this.kafka.reader(groupId, topic);
  }

  async #send(producer: KafkaProducer, records: readonly OutgoingRecord[]): Promise<void> {
    if (performance.now() < this.#downUntilMs) throw new Error('broker is down');
    if (!this.chance.hits(this.mishapRatio01)) {
      await producer.send(records);
      return this.afterSend();
    }
    this.mishaps += 1;
    const mishap = this.chance.oneOf(MISHAPS);
    if (mishap === 'answer_lost') await producer.send(records);
    if (mishap === 'partly') await producer.send(this.#some(records));
    if (mishap === 'late') this.#sendLate(producer, records);
    throw new Error(`mishap: ${mishap}`);
  }

  /** An aggregate's records go to one partition, and of a partition's batch a broker takes all or none. */
  #some(records: readonly OutgoingRecord[]): OutgoingRecord[] {
    const kept = new Map<string, boolean>();
    return records.filter(({ key }) => {
      const name = String(key);
      if (!kept.has(name)) kept.set(name, this.chance.hits(0.5));
      return kept.get(name) === true;
    });
  }

  #sendLate(producer: KafkaProducer, records: readonly OutgoingRecord[]): void {
    const sending = delay(this.chance.between(50, 1_500))
      .then(() => producer.send(records))
      .catch(() => undefined)
      .finally(() => this.#late.delete(sending));
    this.#late.add(sending);
  }
}
