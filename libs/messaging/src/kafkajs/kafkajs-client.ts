import { Kafka, logLevel } from 'kafkajs';
import type { ConsumerOptions, KafkaAdmin, KafkaClient, KafkaConsumer, KafkaProducer, TopicReader } from '../kafka-client.js';
import type { KafkaSecurity } from '../kafka-security.js';
import { KafkajsAdmin } from './kafkajs-admin.js';
import { KafkajsConsumer } from './kafkajs-consumer.js';
import { logKafkajs } from './kafkajs-log.js';
import { KafkajsProducer } from './kafkajs-producer.js';
import { KafkajsReader } from './kafkajs-reader.js';
import { securitySettings } from './kafkajs-security.js';
import { type ClientSettings, clientSettings, consumerClientSettings, consumerSettings, PRODUCER_SETTINGS } from './kafkajs-settings.js';
import './codecs.js';
import './record-headers.js';
import './rejoin.js';
import './request-queue.js';

export interface KafkajsClientOptions {
  readonly brokers: readonly string[];
  /** Names the process in the broker's logs and quotas. */
  readonly clientId: string;
  /** A member that stays silent for so long loses its partitions; 10 s unless given. */
  readonly sessionTimeoutMs?: number;
  /** How soon new partitions of a topic are noticed; 60 s unless given. */
  readonly metadataMaxAgeMs?: number;
  /** In the clear and without a login when left out. */
  readonly security?: KafkaSecurity;
}

/** The port over kafkajs 2.2.4. */
export class KafkajsClient implements KafkaClient {
  readonly #kafka: Kafka;
  readonly #settingsOfConsumers: ClientSettings;

  constructor(private readonly settings: KafkajsClientOptions) {
    const { brokers, clientId, security = {} } = settings;
    const logging = { logLevel: logLevel.WARN, logCreator: () => logKafkajs, ...securitySettings(security) };
    this.#kafka = new Kafka({ ...clientSettings(brokers, clientId), ...logging });
    this.#settingsOfConsumers = { ...consumerClientSettings(brokers, clientId), ...logging };
  }

  async producer(): Promise<KafkaProducer> {
    const producer = this.#kafka.producer(PRODUCER_SETTINGS);
    await producer.connect();
    return new KafkajsProducer(producer);
  }

  consumer(options: ConsumerOptions): KafkaConsumer {
    return new KafkajsConsumer(this.#settingsOfConsumers, options, consumerSettings(options.groupId, this.settings));
  }

  async admin(): Promise<KafkaAdmin> {
    const admin = this.#kafka.admin();
    await admin.connect();
    return new KafkajsAdmin(admin);
  }

  reader(groupId: string, topic: string): Promise<TopicReader> {
    return KafkajsReader.open(this.#kafka, groupId, topic);
  }
}
