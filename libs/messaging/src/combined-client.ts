import type { ConsumerOptions, KafkaAdmin, KafkaClient, KafkaConsumer, KafkaProducer, TopicReader } from './kafka-client.js';
import { KafkajsClient, type KafkajsClientOptions } from './kafkajs/kafkajs-client.js';

/** Each library for what it does with less processor time: @platformatic/kafka sends, kafkajs does the rest. Who sends nothing does not load the former. */
export class CombinedClient implements KafkaClient {
  readonly #other: KafkajsClient;

  constructor(private readonly settings: KafkajsClientOptions) {
    this.#other = new KafkajsClient(settings);
  }

  async producer(): Promise<KafkaProducer> {
    const { PlatformaticClient } = await import('./platformatic/platformatic-client.js');
    return new PlatformaticClient(this.settings).producer();
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
