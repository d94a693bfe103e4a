import type { ConsumerOptions, KafkaAdmin, KafkaClient, KafkaConsumer, KafkaProducer, TopicReader } from './kafka-client.js';
import { KafkajsClient, type KafkajsClientOptions } from './kafkajs/kafkajs-client.js';
import { PlatformaticClient } from './platformatic/platformatic-client.js';

/** Each library for what it does with less processor time: @platformatic/kafka sends, kafkajs does the rest. */
export class CombinedClient implements KafkaClient {
  readonly #sending: PlatformaticClient;
  readonly #other: KafkajsClient;

  constructor(settings: KafkajsClientOptions) {
    this.#sending = new PlatformaticClient(settings);
    this.#other = new KafkajsClient(settings);
  }

  producer(): Promise<KafkaProducer> {
    return this.#sending.producer();
  }

  consumer(options: ConsumerOptions): KafkaConsumer {
    return this.#other.consumer(options);
  }

  admin(): Promise<KafkaAdmin> {
    return this.#other.admin();
  }

  reader(groupId: string, topic: string): Promise<TopicReader> {
    return this.#other.reader(groupId, topic);
  }
}
