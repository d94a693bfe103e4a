import { type ClientTls, clientTls, TlsTrouble } from '@leadstream/kernel';
import { logger } from '@leadstream/telemetry';
import { Redis } from 'ioredis';
import type { GatewayConfig } from '../config.js';

/** Injection token of the Redis connection. */
export const REDIS = Symbol('redis');

const log = logger('redis');
const ANSWER_MS = 250;
const RECONNECT_MS = 500;

type RedisConfig = Pick<GatewayConfig, 'REDIS_URL' | 'REDIS_TLS_CA' | 'REDIS_TLS_CERT' | 'REDIS_TLS_KEY'>;

/** A connection that tells what TLS has against it. */
export type RedisConnection = Redis & { readonly tlsTrouble: TlsTrouble };

/** A connection that never makes a request wait for a server that is gone: commands fail at once, or after a quarter of a second. */
export function connectRedis(config: RedisConfig): RedisConnection {
  const tls = tlsOf(config);
  const trouble = new TlsTrouble((reason) => log.warn('tls_refused', { peer: 'redis', reason }));
  const redis = new Redis(config.REDIS_URL, {
    connectionName: 'leadstream-gateway',
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: ANSWER_MS,
    connectTimeout: 1_000,
    disconnectTimeout: ANSWER_MS,
    retryStrategy: () => RECONNECT_MS,
    enableAutoPipelining: true,
    ...(tls && { tls }),
  });
  redis.on('error', (error) => {
    if (trouble.failed(error) === undefined) log.debug('redis_error', { error });
  });
  redis.on('ready', () => {
    trouble.succeeded();
    log.info('redis_ready');
  });
  return Object.assign(redis, { tlsTrouble: trouble });
}

/** @throws Error in one line when the variables contradict each other, or a file is not usable */
function tlsOf({ REDIS_URL, REDIS_TLS_CA: ca, REDIS_TLS_CERT: cert, REDIS_TLS_KEY: key }: RedisConfig): ClientTls | undefined {
  if (REDIS_URL.startsWith('rediss://')) return clientTls({ ca, cert, key });
  if (ca ?? cert ?? key) throw new Error('REDIS_TLS_CA, REDIS_TLS_CERT and REDIS_TLS_KEY need a REDIS_URL with rediss://');
  return undefined;
}
