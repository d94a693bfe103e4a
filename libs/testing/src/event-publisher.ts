import { randomUUID } from 'node:crypto';
import { type DataOf, encodeEvent, type EventContract, sourceOf } from '@leadstream/contracts';
import { Partitioners, type Producer } from 'kafkajs';
import { testKafka } from './test-kafka.js';
import type { TestTopics } from './test-topics.js';

/** An event as another service would have published it. */
export interface PublishedEvent<C extends EventContract> {
  readonly tenantId: string;
  readonly sequence: number;
  readonly data: DataOf<C>;
  /** The same id twice is the same event delivered twice. */
  readonly id?: string;
  /** The service that tells it; needed where several may. */
  readonly source?: string;
  /** Who is behind it: `member:<id>`, `api-key:<id>`, `system:<job or group>`. */
  readonly actor?: string;
}

/** An event, and the contract under which it is published. */
export interface EventRecord {
  readonly contract: EventContract;
  readonly event: PublishedEvent<EventContract>;
}

/** Puts events on a spec's topics without the service that owns them. */
export class EventPublisher {
  private constructor(
    private readonly producer: Producer,
    private readonly topics: TestTopics,
  ) {}

  static async connect(topics: TestTopics): Promise<EventPublisher> {
    const producer = testKafka().producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    return new EventPublisher(producer, topics);
  }

  /** In one batch, in this order. */
  async publish<C extends EventContract>(contract: C, events: readonly PublishedEvent<C>[]): Promise<void> {
    const messages = events.map(({ tenantId, sequence, data, id = randomUUID(), source, actor }) => {
      const subject = String((data as Record<string, unknown>)[contract.aggregate]);
      const envelope = {
        id,
        type: contract.type,
        version: contract.version,
        source: sourceOf(contract, source),
        time: new Date(),
        tenantId,
        subject,
        sequence,
      };
      return encodeEvent(contract, { ...envelope, correlationId: id, causationId: undefined, actor, data });
    });
    await this.producer.send({ topic: this.topics.name(contract.topic), messages });
  }

  /** Events of several contracts, in this order; neighbours of one contract go as one batch. */
  async publishRecords(records: readonly EventRecord[]): Promise<void> {
    const runs: { readonly contract: EventContract; readonly events: PublishedEvent<EventContract>[] }[] = [];
    for (const { contract, event } of records) {
      const run = runs.at(-1);
      if (run?.contract === contract) run.events.push(event);
      else runs.push({ contract, events: [event] });
    }
    for (const { contract, events } of runs) await this.publish(contract, events);
  }

  /** Bytes that are no event at all. */
  async publishRaw(
    contract: EventContract,
    message: { key?: string; value: string | Buffer; headers?: Record<string, string> },
  ): Promise<void> {
    await this.producer.send({ topic: this.topics.name(contract.topic), messages: [message] });
  }

  /** Call in `afterAll`. */
  async close(): Promise<void> {
    await this.producer.disconnect();
  }
}
