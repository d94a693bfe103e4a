import type { KafkaClient } from '@leadstream/messaging';
import { readStack } from '../../infra/local/index.ts';

const listOf = (brokers: string): string[] => brokers.split(',').map((broker) => broker.trim());

/** Brokers of `KAFKA_BROKERS`, else of the running local stack. @throws Error in one line when there are neither */
async function brokers(): Promise<string[]> {
  const given = process.env['KAFKA_BROKERS'] ?? (await readStack('dev'))?.kafka.brokers;
  if (!given) throw new Error('No Kafka: set KAFKA_BROKERS, or start the local stack (npm start)');
  return listOf(given);
}

/**
 * The client of the command-line tools; only what they print themselves is printed.
 * @param known comma list of brokers that were found already
 */
export async function toolClient(known?: string): Promise<KafkaClient> {
  const [{ loadConfig }, { configureLogger }, { kafkaClientOf, kafkaSecurityConfig, messagingConfig }] = await Promise.all([
    import('@leadstream/kernel'),
    import('@leadstream/telemetry'),
    import('@leadstream/messaging'),
  ]);
  configureLogger({ service: 'tools', level: 'silent' });
  const security = loadConfig(kafkaSecurityConfig);
  const { KAFKA_ADAPTER } = loadConfig(messagingConfig.pick({ KAFKA_ADAPTER: true }));
  return kafkaClientOf(
    { KAFKA_BROKERS: known === undefined ? await brokers() : listOf(known), KAFKA_ADAPTER, ...security },
    'leadstream-tools',
  );
}

/** What stands before every topic name; empty outside of tests. */
export const topicPrefix = process.env['TOPIC_PREFIX'] ?? '';
