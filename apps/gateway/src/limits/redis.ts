import { logger } from '@leadstream/telemetry';
import { Redis } from 'ioredis';

/** Injection token of the Redis connection. */
export const REDIS = Symbol('redis');

const log = logger('redis');
const ANSWER_MS = 250;
const RECONNECT_MS = 500;

/** A connection that never makes a request wait for a server that is gone: commands fail at once, or after a quarter of a second. */
export function connectRedis(url: string): Redis {
  const redis = new Redis(url, {
    connectionName: 'leadstream-gateway',
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: ANSWER_MS,
    connectTimeout: 1_000,
    disconnectTimeout: ANSWER_MS,
    retryStrategy: () => RECONNECT_MS,
    enableAutoPipelining: true,
  });
  redis.on('error', (error) => log.debug('redis_error', { error }));
  redis.on('ready', () => log.info('redis_ready'));
  return redis;
}
