import type { RateClass } from '@leadstream/contracts';
import { logger } from '@leadstream/telemetry';
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible';
import { rateLimitFallbacks } from '../metrics.js';
import { type Allowance, WINDOW_S } from './rate-limit.rules.js';

const log = logger('rate-limit');

/** After Redis failed once it is left alone for this long, so that a hanging Redis slows down few requests. */
const REDIS_REST_MS = 1_000;

type Waiting = (allowance: Allowance) => void;

/**
 * Counts the requests of one class: in Redis for all processes together, in memory while Redis is gone. Requests of one key
 * that arrive in the same turn of the event loop are counted in one command, each with its own place in the count.
 */
export class RateLimiter {
  readonly #redis: RateLimiterRedis;
  readonly #memory: RateLimiterMemory;
  #waiting = new Map<string, Waiting[]>();
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

  /** Counts one request; never rejects. */
  consume(key: string): Promise<Allowance> {
    return new Promise((resolve) => {
      const others = this.#waiting.get(key);
      if (others) {
        others.push(resolve);
        return;
      }
      if (this.#waiting.size === 0) setImmediate(() => this.#countAll());
      this.#waiting.set(key, [resolve]);
    });
  }

  #countAll(): void {
    const counting = this.#waiting;
    this.#waiting = new Map();
    for (const [key, waiting] of counting) void this.#count(key, waiting);
  }

  async #count(key: string, waiting: readonly Waiting[]): Promise<void> {
    const result = await this.#consumed(key, waiting.length);
    const before = result.consumedPoints - waiting.length;
    // A refusal from memory does not say how much was used, only that it is too much.
    const isKnown = result.consumedPoints > 0;
    waiting.forEach((resolve, position) => {
      const used = isKnown ? before + position + 1 : this.limit + 1;
      resolve({ rateClass: this.rateClass, limit: this.limit, used, resetMs: result.msBeforeNext });
    });
  }

  async #consumed(key: string, requests: number): Promise<RateLimiterRes> {
    if (performance.now() < this.#restUntilMs) return this.#consumedInMemory(key, requests);
    try {
      return await this.#redis.consume(key, requests);
    } catch (refusal) {
      if (isResult(refusal)) return refusal;
      this.#restUntilMs = performance.now() + REDIS_REST_MS;
      log.warn('redis_not_counting', { rateClass: this.rateClass, error: refusal });
      return this.#consumedInMemory(key, requests);
    }
  }

  async #consumedInMemory(key: string, requests: number): Promise<RateLimiterRes> {
    rateLimitFallbacks.add(requests, {});
    return this.#memory.consume(key, requests).catch((refusal: RateLimiterRes) => refusal);
  }
}

function isResult(refusal: unknown): refusal is RateLimiterRes {
  return typeof refusal === 'object' && refusal !== null && 'msBeforeNext' in refusal;
}
