import { isIP } from 'node:net';
import type { BaseOptions, GroupOptions } from '@platformatic/kafka';
import type { KafkaSecurity, SaslLogin } from '../kafka-security.js';

/** A member that stays silent for so long is dead, and its partitions go to others. */
export const SESSION_TIMEOUT_MS = 10_000;
const METADATA_MAX_AGE_MS = 60_000;

/** An idle fetch returns so often, and lets a resumed partition or a stop through. */
export const IDLE_FETCH_MS = 500;
export const MAX_BYTES = 6_291_456;
export const MAX_BYTES_PER_PARTITION = 1_048_576;

/** How long a consumer waits before it tries again what failed. */
export const RETRY_DELAY_MS = 500;
/** How long batches in work may hold up a rebalance. Less than the session, in which no heartbeat is sent meanwhile. */
export const DRAIN_WITHIN_MS = 5_000;

/** How often what failed is tried again before the caller hears of it. */
export const RETRIES = 4;
export const retryDelayMs = (attempt: number): number => Math.min(100 * 2 ** attempt, 1_000);

export interface ConnectionSettings {
  readonly brokers: readonly string[];
  /** Names the process in the broker's logs and quotas. */
  readonly clientId: string;
  /** A member that stays silent for so long loses its partitions; 10 s unless given. */
  readonly sessionTimeoutMs?: number;
  /** How soon new partitions of a topic are noticed; 60 s unless given. */
  readonly metadataMaxAgeMs?: number;
  /** In the clear and without a login when left out. */
  readonly security?: KafkaSecurity;
}

const MECHANISMS = { plain: 'PLAIN', 'scram-sha-256': 'SCRAM-SHA-256', 'scram-sha-512': 'SCRAM-SHA-512' } as const;

function loginSettings({ mechanism, username, password }: SaslLogin): Pick<BaseOptions, 'sasl'> {
  return { sasl: { mechanism: MECHANISMS[mechanism], username, password } };
}

const hostOf = (broker: string): string => broker.slice(0, broker.lastIndexOf(':'));

export function clientSettings({
  brokers,
  clientId,
  metadataMaxAgeMs = METADATA_MAX_AGE_MS,
  security = {},
}: ConnectionSettings): BaseOptions {
  const { tls, sasl } = security;
  return {
    bootstrapBrokers: [...brokers],
    clientId,
    connectTimeout: 3_000,
    requestTimeout: 12_000,
    /** How long a broker may wait for its replicas. */
    timeout: 10_000,
    retries: RETRIES,
    retryDelay: (_client, _operation, attempt) => retryDelayMs(attempt),
    metadataMaxAge: metadataMaxAgeMs,
    autocreateTopics: false,
    // As it is: the library copies it for every connection, and the files are read then.
    ...(tls && { tls, tlsServerName: brokers.every((broker) => isIP(hostOf(broker)) === 0) }),
    ...(sasl && loginSettings(sasl)),
  };
}

/**
 * Of members. The library's own second attempts are off: after the loss of a membership it would join again and then commit what
 * belonged to the old one, which moves the mark of a partition that may be somebody else's.
 */
export function memberSettings(settings: ConnectionSettings): BaseOptions & GroupOptions {
  const { sessionTimeoutMs = SESSION_TIMEOUT_MS } = settings;
  return {
    ...clientSettings(settings),
    retries: 0,
    /** A join waits for every other member, up to the rebalance time-out. */
    requestTimeout: 20_000,
    sessionTimeout: sessionTimeoutMs,
    rebalanceTimeout: 15_000,
    heartbeatInterval: Math.min(1_000, sessionTimeoutMs / 3),
  };
}
