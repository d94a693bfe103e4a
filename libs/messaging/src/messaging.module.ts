import { type DynamicModule, Module } from '@nestjs/common';
import { PersonVault, TenantDatabase } from '@leadstream/persistence';
import { CombinedClient } from './combined-client.js';
import { EventConsumerStrategy } from './consumer/event-consumer.strategy.js';
import type { ConsumerTuning } from './consumer/group-consumer.js';
import { TopicIntake } from './intake/topic-intake.js';
import type { KafkaClient } from './kafka-client.js';
import type { KafkaSecurityConfig } from './kafka-security.config.js';
import { type KafkaSecurity, kafkaSecurityOf } from './kafka-security.js';
import { KafkajsClient } from './kafkajs/kafkajs-client.js';
import { MessagingRuntime } from './messaging-runtime.js';
import type { MessagingConfig } from './messaging.config.js';
import { outboxRinger } from './outbox/outbox-bell.js';
import { OutboxRelay } from './outbox/outbox-relay.js';
import { Outbox } from './outbox/outbox.js';
import { VaultPersonalData } from './personal-data.js';

/** Injection token of the `KafkaClient` that the process uses. */
export const KAFKA_CLIENT = Symbol('kafka-client');

export interface MessagingModuleOptions {
  /** Name of the service: client id at the broker, label of its outbox. */
  readonly service: string;
  readonly config: MessagingConfig;
  /** `worker` consumes, `relay` publishes the outbox; every role may add to it. */
  readonly roles: readonly string[];
  readonly tuning?: Partial<ConsumerTuning>;
}

/** @platformatic/kafka is loaded by who uses it: it is a seventh of all modules of a service. */
const ADAPTERS = {
  combined: async () => CombinedClient,
  kafkajs: async () => KafkajsClient,
  platformatic: async () => (await import('./platformatic/platformatic-client.js')).PlatformaticClient,
} as const;

/** The client that the configuration names. */
export async function kafkaClientOf(
  config: Pick<MessagingConfig, 'KAFKA_BROKERS' | 'KAFKA_ADAPTER'> & Partial<KafkaSecurityConfig>,
  clientId: string,
  security: KafkaSecurity = kafkaSecurityOf(config),
): Promise<KafkaClient> {
  const Client = await ADAPTERS[config.KAFKA_ADAPTER]();
  return new Client({ brokers: config.KAFKA_BROKERS, clientId, security });
}

function runtimeOf(
  { service, config, roles, tuning = {} }: MessagingModuleOptions,
  { trouble }: KafkaSecurity,
  kafka: KafkaClient,
  database: TenantDatabase,
  vault: PersonVault,
): MessagingRuntime {
  const consumers = roles.includes('worker')
    ? new EventConsumerStrategy({ kafka, database, topicPrefix: config.TOPIC_PREFIX, tuning, personal: new VaultPersonalData(vault) })
    : undefined;
  if (!roles.includes('relay')) return new MessagingRuntime(consumers, undefined, undefined, trouble);
  const url = config.RELAY_DATABASE_URL;
  if (url === undefined) throw new Error('RELAY_DATABASE_URL is needed for the role relay');
  const relayDatabase = new TenantDatabase({ url, poolSize: 2, applicationName: `${service}-relay` });
  const bellUrl = config.RELAY_LISTEN_DATABASE_URL ?? url;
  const relay = new OutboxRelay({ kafka, database: relayDatabase, bellUrl, slice: service });
  return new MessagingRuntime(consumers, relay, relayDatabase, trouble);
}

/**
 * Outbox and topic intake for every role, consumers for `worker`, relay for `relay`. Global; `connectMessaging(app, health)` does the rest.
 * Needs `TenantDatabase` (service role) and `PersonVault` from global modules of the app, which end them in
 * `onApplicationShutdown` and no earlier.
 */
@Module({})
export class MessagingModule {
  static register(options: MessagingModuleOptions): DynamicModule {
    const { service, config } = options;
    const security = kafkaSecurityOf(config);
    return {
      module: MessagingModule,
      global: true,
      providers: [
        { provide: KAFKA_CLIENT, useFactory: () => kafkaClientOf(config, service, security) },
        {
          provide: Outbox,
          inject: [TenantDatabase, PersonVault],
          useFactory: (database: TenantDatabase, vault: PersonVault) =>
            new Outbox({
              service,
              topicPrefix: config.TOPIC_PREFIX,
              wake: outboxRinger(database),
              personal: new VaultPersonalData(vault),
            }),
        },
        {
          provide: TopicIntake,
          inject: [KAFKA_CLIENT, PersonVault],
          useFactory: (kafka: KafkaClient, vault: PersonVault) =>
            new TopicIntake({ kafka, topicPrefix: config.TOPIC_PREFIX, personal: new VaultPersonalData(vault) }),
        },
        {
          provide: MessagingRuntime,
          inject: [KAFKA_CLIENT, TenantDatabase, PersonVault],
          useFactory: (kafka: KafkaClient, database: TenantDatabase, vault: PersonVault) =>
            runtimeOf(options, security, kafka, database, vault),
        },
      ],
      exports: [KAFKA_CLIENT, Outbox, TopicIntake, MessagingRuntime],
    };
  }
}
