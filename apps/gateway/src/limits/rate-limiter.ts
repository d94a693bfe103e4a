import type { RateClass } from '@leadstream/contracts';
import { logger } from '@leadstream/telemetry';
import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible';
import { rateLimitFallbacks } from '../metrics.js';
import { type Lease, maxLeaseOf, nextLeaseSize, takeFrom } from './lease.rules.js';
import { type Allowance, WINDOW_S } from './rate-limit.rules.js';

const log = logger('rate-limit');

/** After Redis failed once it is left alone for this long, so that a hanging Redis slows down few requests. */
const REDIS_REST_MS = 1_000;
const MAX_LEASES = 10_000;

type Waiting = (allowance: Allowance) => void;

/**
 * Counts the requests of one class: in Redis for all processes together, in memory while Redis is gone. Requests of one key
 * that arrive in the same turn of the event loop are counted in one command, and a busy key is counted a little in advance,
 * so that most of its requests cost no round trip. Either way a limit is never exceeded.
 */
export class RateLimiter {
  readonly #redis: RateLimiterRedis;
  readonly #memory: RateLimiterMemory;
  readonly #leases = new LRUCache<string, Lease>({ max: MAX_LEASES });
  /** Keys whose next lease is on its way: one at a time, so that none is lost to another. */
  readonly #leasing = new Set<string>();
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
  consume(key: string): Allowance | Promise<Allowance> {
    const lease = this.#leases.get(key);
    const nowMs = performance.now();
    const place = lease && takeFrom(lease, nowMs);
    if (lease && place !== undefined) return this.#allowance(place, lease.resetAtMs - nowMs);
    return new Promise((resolve) => this.#wait(key, resolve));
  }

  #wait(key: string, resolve: Waiting): void {
    const others = this.#waiting.get(key);
    if (others) {
      others.push(resolve);
      return;
    }
    if (this.#waiting.size === 0) setImmediate(() => this.#countAll());
    this.#waiting.set(key, [resolve]);
  }

  #countAll(): void {
    const counting = this.#waiting;
    this.#waiting = new Map();
    for (const [key, waiting] of counting) void this.#count(key, waiting);
  }

  async #count(key: string, waiting: readonly Waiting[]): Promise<void> {
    const takesLease = !this.#leasing.has(key);
    if (takesLease) this.#leasing.add(key);
    const ahead = takesLease ? nextLeaseSize(this.#leases.get(key), maxLeaseOf(this.limit), performance.now()) : 0;
    const { consumedPoints, msBeforeNext } = await this.#consumed(key, waiting.length + ahead);
    const first = consumedPoints - waiting.length - ahead + 1;
    // A refusal from memory does not say how much was used, only that it is too much.
    const isKnown = consumedPoints > 0;
    waiting.forEach((resolve, position) => resolve(this.#allowance(isKnown ? first + position : this.limit + 1, msBeforeNext)));
    if (!takesLease) return;
    this.#leasing.delete(key);
    const takenAtMs = performance.now();
    const lease = { next: first + waiting.length, last: Math.min(consumedPoints, this.limit), size: ahead };
    if (isKnown) this.#leases.set(key, { ...lease, takenAtMs, resetAtMs: takenAtMs + msBeforeNext });
    else this.#leases.delete(key);
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

  #allowance(used: number, resetMs: number): Allowance {
    return { rateClass: this.rateClass, limit: this.limit, used, resetMs };
  }
}

function isResult(refusal: unknown): refusal is RateLimiterRes {
  return typeof refusal === 'object' && refusal !== null && 'msBeforeNext' in refusal;
}
