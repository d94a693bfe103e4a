import type { RateClass } from '@leadstream/contracts';
import { logger } from '@leadstream/telemetry';
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible';
import { rateLimitFallbacks } from '../metrics.js';
import { type Allowance, WINDOW_S } from './rate-limit.rules.js';

const log = logger('rate-limit');

/** After Redis failed once it is left alone for this long, so that a hanging Redis slows down few requests. */
const REDIS_REST_MS = 1_000;

/** Counts the requests of one class: in Redis for all processes together, in memory while Redis is gone. */
export class RateLimiter {
  readonly #redis: RateLimiterRedis;
  readonly #memory: RateLimiterMemory;
  #restUntilMs = 0;

  constructor(
    private readonly rateClass: RateClass,
    readonly limit: number,
    redis: Redis,
  ) {
    const window = { points: limit, duration: WINDOW_S, keyPrefix: '' };
    // A caller that is over its limit is refused from memory until its window ends.
    this.#redis = new RateLimiterRedis({ ...window, storeClient: redis, rejectIfRedisNotReady: true, inMemoryBlockOnConsumed: limit + 1 });
    this.#memory = new RateLimiterMemory(window);
  }

  /** Counts one request; one round trip at most. */
  async consume(key: string): Promise<Allowance> {
    if (performance.now() < this.#restUntilMs) return this.#consumeInMemory(key);
    try {
      return this.#allowance(await this.#redis.consume(key));
    } catch (refusal) {
      if (isResult(refusal)) return this.#allowance(refusal);
      this.#restUntilMs = performance.now() + REDIS_REST_MS;
      log.warn('redis_not_counting', { rateClass: this.rateClass, error: refusal });
      return this.#consumeInMemory(key);
    }
  }

  async #consumeInMemory(key: string): Promise<Allowance> {
    rateLimitFallbacks.add(1, {});
    try {
      return this.#allowance(await this.#memory.consume(key));
    } catch (refusal) {
      if (isResult(refusal)) return this.#allowance(refusal);
      throw refusal;
    }
  }

  #allowance({ consumedPoints, msBeforeNext }: RateLimiterRes): Allowance {
    // A refusal from memory does not say how much was used, only that it is too much.
    return { rateClass: this.rateClass, limit: this.limit, used: consumedPoints || this.limit + 1, resetMs: msBeforeNext };
  }
}

function isResult(refusal: unknown): refusal is RateLimiterRes {
  return typeof refusal === 'object' && refusal !== null && 'msBeforeNext' in refusal;
}
