import type { TenantDatabase } from '@leadstream/persistence';
import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import { ClientConnections } from '../client-connections.js';
import type { KafkaClient } from '../kafka-client.js';
import type { PersonalData } from '../personal-data.js';
import { type ConsumerTuning, DEFAULT_TUNING, GroupConsumer, type GroupHealth } from './group-consumer.js';
import { handlerTables } from './handler-table.js';
import { EVENT_TRANSPORT } from './on-event.js';

export interface EventConsumerOptions {
  readonly kafka: KafkaClient;
  /** With the service role; holds the inbox and the progress of the groups. */
  readonly database: TenantDatabase;
  /** Put in front of topic and group names; empty outside of tests. */
  readonly topicPrefix?: string;
  readonly tuning?: Partial<ConsumerTuning>;
  /** Opens personal fields; needed where the topics carry any. */
  readonly personal?: PersonalData | undefined;
}

/**
 * Nest transport for `@OnEvent` and `@OnEvents`: `app.connectMicroservice({ strategy })`. One Kafka consumer per group
 * found on the controllers. It starts even when Kafka is down and joins as soon as it can; `health` tells.
 */
export class EventConsumerStrategy extends Server implements CustomTransportStrategy {
  override readonly transportId = EVENT_TRANSPORT;
  override readonly propagatesEventHandlerErrors = true;
  readonly #connections: ClientConnections;
  #groups: GroupConsumer[] = [];

  constructor(private readonly options: EventConsumerOptions) {
    super();
    this.#connections = new ClientConnections(options.kafka);
  }

  listen(callback: (error?: unknown) => void): void {
    try {
      this.#groups = handlerTables(this.getHandlers()).map((table) => this.#consumerOf(table));
    } catch (error) {
      callback(error);
      return;
    }
    this.#groups.forEach((group) => group.start());
    callback();
  }

  /** Drains: transactions in work end, their offsets are committed, the groups are left. Once is enough. */
  async close(): Promise<void> {
    const groups = this.#groups;
    this.#groups = [];
    await Promise.all(groups.map((group) => group.stop()));
    await this.#connections.close();
  }

  /** Per group: ready only when its loop has turned recently and its partitions are fenced. */
  health(): GroupHealth[] {
    return this.#groups.map((group) => group.health());
  }

  on(event: string): never {
    throw new Error(`the event transport emits nothing, not even ${event}`);
  }

  unwrap<T>(): T {
    return this.#groups as T;
  }

  #consumerOf(table: ConstructorParameters<typeof GroupConsumer>[0]): GroupConsumer {
    const { kafka, database, topicPrefix = '', tuning, personal } = this.options;
    const { admin, producer } = this.#connections;
    return new GroupConsumer(table, { kafka, database, topicPrefix, admin, producer, personal, tuning: { ...DEFAULT_TUNING, ...tuning } });
  }
}
