import { postgresUrl } from '@leadstream/persistence';
import { z } from 'zod';
import { kafkaSecurityConfig } from './kafka-security.config.js';

/** Environment variables of messaging; apps spread `messagingConfig.shape` into their own schema. */
export const messagingConfig = z.object({
  /** Comma list of `host:port`. */
  KAFKA_BROKERS: z
    .string()
    .transform((list) => list.split(',').map((broker) => broker.trim()))
    .pipe(z.array(z.string().regex(/^[^\s:]+:\d+$/, 'must be host:port')).min(1)),
  /** The library that speaks to Kafka, or each for what it is good at: docs/adr/0014. Both pass the same suite. */
  KAFKA_ADAPTER: z.enum(['combined', 'kafkajs', 'platformatic']).default('combined'),
  ...kafkaSecurityConfig.shape,
  /** Put in front of topic names and group ids; for tests. */
  TOPIC_PREFIX: z.string().default(''),
  /** Connection string of the relay role; needed where the relay runs. */
  RELAY_DATABASE_URL: postgresUrl.optional(),
  /** The same role's way to Postgres itself, for LISTEN, where `RELAY_DATABASE_URL` goes through a transaction pooler. */
  RELAY_LISTEN_DATABASE_URL: postgresUrl.optional(),
});
export type MessagingConfig = z.infer<typeof messagingConfig>;
