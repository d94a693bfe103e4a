import type { ConsumerConfig, KafkaConfig, ProducerConfig, RetryOptions } from 'kafkajs';
import { Partitioners } from 'kafkajs';

/**
 * kafkajs waits up to 30 s between attempts unless told otherwise, which made a consumer idle for 12 s after a broker
 * had come back. A second at most keeps that pause near a second, and is still gentle on a struggling broker.
 */
const RETRY: RetryOptions = { initialRetryTime: 100, maxRetryTime: 1_000, factor: 0.2, multiplier: 2, retries: 8 };

/** A member that stays silent for so long is dead, and its partitions go to others. */
export const SESSION_TIMEOUT_MS = 10_000;
/** A rebalance is noticed at the next heartbeat, so this bounds how long it is overlooked. */
export const HEARTBEAT_INTERVAL_MS = 1_000;

export function clientSettings(brokers: readonly string[], clientId: string): KafkaConfig {
  return { brokers: [...brokers], clientId, connectionTimeout: 3_000, requestTimeout: 10_000, retry: RETRY };
}

export const PRODUCER_SETTINGS: ProducerConfig = {
  /** murmur2 over the key, as the Java client: other clients and tools agree on where an aggregate lives. */
  createPartitioner: Partitioners.DefaultPartitioner,
  allowAutoTopicCreation: false,
  /** The relay keeps one send in flight, which orders records; repeats are caught by the inbox. */
  idempotent: false,
  retry: { ...RETRY, retries: 4 },
};

export function consumerSettings(groupId: string): ConsumerConfig {
  return {
    groupId,
    sessionTimeout: SESSION_TIMEOUT_MS,
    heartbeatInterval: HEARTBEAT_INTERVAL_MS,
    rebalanceTimeout: 15_000,
    /** An idle fetch returns so often, and lets a heartbeat or a stop through. */
    maxWaitTimeInMs: 500,
    maxBytesPerPartition: 1_048_576,
    maxBytes: 6_291_456,
    metadataMaxAge: 60_000,
    allowAutoTopicCreation: false,
    retry: { ...RETRY, restartOnFailure: async () => true },
  };
}

/** How long a consumer or tool waits before it starts again from nothing. */
export const RESTART_DELAY_MS = 1_000;
