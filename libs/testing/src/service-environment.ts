import { TEST_CONTEXT_SECRET } from './signed-context.js';
import type { Slice, TestDatabase } from './test-database.js';
import { testStack } from './test-stack.js';
import { TEST_ENCRYPTION_KEYS } from './test-vault.js';
import type { TestTopics } from './test-topics.js';

/** Environment variables of a service that a spec boots in its own process, on the spec's own database and topics. */
export function serviceEnvironment(slice: Slice, database: TestDatabase, topics: TestTopics): Record<string, string> {
  return {
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATABASE_URL: database.serviceUrl(slice),
    RELAY_DATABASE_URL: database.relayUrl(slice),
    RELAY_LISTEN_DATABASE_URL: database.relayListenUrl(slice),
    KAFKA_BROKERS: testStack().kafkaBrokers.join(','),
    // One library in place of two: loading the other one is a tenth of a spec's start. End-to-end specs run the default.
    KAFKA_ADAPTER: 'kafkajs',
    TOPIC_PREFIX: topics.prefix,
    CONTEXT_SECRET: TEST_CONTEXT_SECRET,
    ENCRYPTION_KEYS: TEST_ENCRYPTION_KEYS,
    VAULT_DATABASE_URL: database.serviceUrl('vault'),
  };
}
