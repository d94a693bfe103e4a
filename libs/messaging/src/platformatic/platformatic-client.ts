import type { ConsumerOptions, KafkaAdmin, KafkaClient, KafkaConsumer, KafkaProducer, TopicReader } from '../kafka-client.js';
import { PlatformaticAdmin } from './platformatic-admin.js';
import { PlatformaticConsumer } from './platformatic-consumer.js';
import { PlatformaticProducer } from './platformatic-producer.js';
import { PlatformaticReader } from './platformatic-reader.js';
import type { ConnectionSettings } from './platformatic-settings.js';

/** The port over @platformatic/kafka 2.12.1. */
export class PlatformaticClient implements KafkaClient {
  constructor(private readonly settings: ConnectionSettings) {}

  async producer(): Promise<KafkaProducer> {
    const producer = new PlatformaticProducer(this.settings);
    await producer.connect();
    return producer;
  }

  consumer(options: ConsumerOptions): KafkaConsumer {
    return new PlatformaticConsumer(this.settings, options);
  }

  async admin(): Promise<KafkaAdmin> {
    return new PlatformaticAdmin(this.settings);
  }

  reader(groupId: string, topic: string): Promise<TopicReader> {
    return PlatformaticReader.open(this.settings, groupId, topic);
  }
}
