import type { KafkaAdmin, KafkaClient, KafkaProducer } from './kafka-client.js';

/** A producer and an admin connection, made when first needed and again when that failed. */
export class ClientConnections {
  #admin: Promise<KafkaAdmin> | undefined;
  #producer: Promise<KafkaProducer> | undefined;

  constructor(private readonly kafka: KafkaClient) {}

  readonly admin = (): Promise<KafkaAdmin> => {
    this.#admin ??= this.kafka.admin().catch((error: unknown) => {
      this.#admin = undefined;
      throw error;
    });
    return this.#admin;
  };

  readonly producer = (): Promise<KafkaProducer> => {
    this.#producer ??= this.kafka.producer().catch((error: unknown) => {
      this.#producer = undefined;
      throw error;
    });
    return this.#producer;
  };

  async close(): Promise<void> {
    const open = [this.#admin, this.#producer];
    this.#admin = undefined;
    this.#producer = undefined;
    await Promise.allSettled(open.map(async (connection) => (await connection)?.close()));
  }
}
