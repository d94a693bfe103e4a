import { logger } from '@leadstream/telemetry';
import { type LogEntry, logLevel } from 'kafkajs';

const log = logger('kafkajs');

/**
 * kafkajs reports every passing trouble as an error; what lasts is reported by the runtime. Its free fields may hold
 * records, so only the known harmless ones are kept.
 */
export function logKafkajs({ namespace, level, log: entry }: LogEntry): void {
  const { message, groupId, broker, error, retryCount } = entry as LogEntry['log'] & Record<string, unknown>;
  const write = level === logLevel.ERROR || level === logLevel.WARN ? log.warn : log.debug;
  write('kafka_client', { namespace, message, groupId, broker, reason: typeof error === 'string' ? error : undefined, retryCount });
}
