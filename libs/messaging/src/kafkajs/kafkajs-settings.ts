import type { ConsumerConfig, KafkaConfig, ProducerConfig, RetryOptions } from 'kafkajs';
import { javaPartitioner } from './java-partitioner.js';

/** kafkajs waits up to 30 s between attempts unless told otherwise; a second is gentle enough on a struggling broker. */
const RETRY: RetryOptions = { initialRetryTime: 100, maxRetryTime: 1_000, factor: 0.2, multiplier: 2, retries: 4 };

/** A member that stays silent for so long is dead, and its partitions go to others. */
export const SESSION_TIMEOUT_MS = 10_000;
const METADATA_MAX_AGE_MS = 60_000;
/** A rebalance is noticed at the next heartbeat, so this bounds how long it is overlooked. */
export const HEARTBEAT_INTERVAL_MS = 1_000;

/**
 * A consumer that gives up begins anew as another member, and the group waits for the one that it had been until its
 * session ends: those were most of the 12 s between a broker's return and the next record. So: five minutes of attempts.
 */
const PATIENT_RETRY: RetryOptions = { ...RETRY, retries: 300 };

/** How a client connects, to brokers that are known beforehand. */
export interface ClientSettings extends KafkaConfig {
  readonly brokers: string[];
}

export function clientSettings(brokers: readonly string[], clientId: string): ClientSettings {
  return { brokers: [...brokers], clientId, connectionTimeout: 3_000, requestTimeout: 10_000, retry: RETRY };
}

/** Of the connections that consumers use. */
export function consumerClientSettings(brokers: readonly string[], clientId: string): ClientSettings {
  return { ...clientSettings(brokers, clientId), retry: PATIENT_RETRY };
}

export const PRODUCER_SETTINGS: ProducerConfig = {
  /** Other clients and tools agree with it on where an aggregate lives. */
  createPartitioner: javaPartitioner,
  allowAutoTopicCreation: false,
  /** The relay keeps one send in flight, which orders records; repeats are caught by the inbox. */
  idempotent: false,
  retry: RETRY,
};

export interface ConsumerTimings {
  readonly sessionTimeoutMs?: number;
  readonly metadataMaxAgeMs?: number;
}

export function consumerSettings(groupId: string, timings: ConsumerTimings = {}): ConsumerConfig {
  const { sessionTimeoutMs = SESSION_TIMEOUT_MS, metadataMaxAgeMs = METADATA_MAX_AGE_MS } = timings;
  return {
    groupId,
    sessionTimeout: sessionTimeoutMs,
    heartbeatInterval: HEARTBEAT_INTERVAL_MS,
    rebalanceTimeout: 15_000,
    /** An idle fetch returns so often, and lets a heartbeat or a stop through. */
    maxWaitTimeInMs: 500,
    maxBytesPerPartition: 1_048_576,
    maxBytes: 6_291_456,
    metadataMaxAge: metadataMaxAgeMs,
    allowAutoTopicCreation: false,
    retry: PATIENT_RETRY,
  };
}

/** How long a consumer or tool waits before it starts again from nothing. */
export const RESTART_DELAY_MS = 1_000;
