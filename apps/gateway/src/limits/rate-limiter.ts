import type { RateClass } from '@leadstream/contracts';
import { logger } from '@leadstream/telemetry';
import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible';
import { rateLimitFallbacks } from '../metrics.js';
import { type Lease, maxLeaseOf, nextLeaseSize, takeFrom } from './lease.rules.js';
import { Pace } from './pace.js';
import { type Allowance, WINDOW_S } from './rate-limit.rules.js';

const log = logger('rate-limit');

/** After Redis failed once it is left alone for this long, so that a hanging Redis slows down few requests. */
const REDIS_REST_MS = 1_000;
/** Keys that something is remembered of; one that is forgotten is counted again. */
const MAX_KEYS = 10_000;

type Waiting = (allowance: Allowance) => void;

export interface RateLimit {
  readonly rateClass: RateClass;
  /** Requests a minute. */
  readonly limit: number;
  /** How many of them may come a second to one process, by and by; undefined where all may come at once. */
  readonly perSecond?: number | undefined;
}

/**
 * Counts the requests of one class: in Redis for all processes together, in memory while Redis is gone. Requests of one key
 * that arrive in the same turn of the event loop are counted in one command, and a busy key is counted a little in advance,
 * so that most of its requests cost no round trip; one that is over its limit is refused at once until its window ends. Either way
 * a limit is never exceeded. What a limit allows for a minute does not come in its first second: a key that asks faster than its
 * pace is refused until the next of its requests is due, and nothing of it is counted.
 */
export class RateLimiter {
  readonly #rateClass: RateClass;
  readonly #limit: number;
  readonly #pace: Pace | undefined;
  readonly #redis: RateLimiterRedis;
  readonly #memory: RateLimiterMemory;
  readonly #leases = new LRUCache<string, Lease>({ max: MAX_KEYS });
  /** Until when the keys are refused that Redis said to be over their limit, never longer than Redis itself would, or that are over their pace. */
  readonly #spentUntilMs = new LRUCache<string, number>({ max: MAX_KEYS });
  /** Keys whose next lease is on its way: one at a time, so that none is lost to another. */
  readonly #leasing = new Set<string>();
  /** The latest of them: past it no key needs to be looked for. */
  #lastSpentUntilMs = 0;
  #waiting = new Map<string, Waiting[]>();
  #restUntilMs = 0;

  constructor({ rateClass, limit, perSecond }: RateLimit, redis: Redis) {
    this.#rateClass = rateClass;
    this.#limit = limit;
    if (perSecond !== undefined) this.#pace = new Pace(perSecond, MAX_KEYS);
    const window = { points: limit, duration: WINDOW_S, keyPrefix: '' };
    this.#redis = new RateLimiterRedis({ ...window, storeClient: redis, rejectIfRedisNotReady: true });
    this.#memory = new RateLimiterMemory(window);
  }

  /** Counts one request; never rejects. */
  consume(key: string): Allowance | Promise<Allowance> {
    const nowMs = performance.now();
    const spent = this.#spent(key, nowMs) ?? this.#tooFast(key, nowMs);
    if (spent) return spent;
    const lease = this.#leases.get(key);
    const place = lease && takeFrom(lease, nowMs);
    if (lease && place !== undefined) return this.#allowance(place, lease.resetAtMs - nowMs);
    return new Promise((resolve) => this.#wait(key, resolve));
  }

  /** Whether any key is known to be over its limit. */
  get hasSpent(): boolean {
    return performance.now() < this.#lastSpentUntilMs;
  }

  /** How a key stands that is known to be over its limit; counts nothing. */
  spent(key: string): Allowance | undefined {
    return this.#spent(key, performance.now());
  }

  #spent(key: string, nowMs: number): Allowance | undefined {
    const untilMs = this.#spentUntilMs.get(key) ?? 0;
    return nowMs < untilMs ? this.#allowance(this.#limit + 1, untilMs - nowMs) : undefined;
  }

  #tooFast(key: string, nowMs: number): Allowance | undefined {
    const paced = this.#pace?.ask(key, nowMs);
    if (!paced) return undefined;
    if (paced.nextMs > nowMs) this.#spend(key, paced.nextMs);
    return paced.passes ? undefined : this.#spent(key, nowMs);
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
    const ahead = takesLease ? nextLeaseSize(this.#leases.get(key), maxLeaseOf(this.#limit), performance.now()) : 0;
    const { consumedPoints, msBeforeNext } = await this.#consumed(key, waiting.length + ahead);
    const first = consumedPoints - waiting.length - ahead + 1;
    waiting.forEach((resolve, position) => resolve(this.#allowance(first + position, msBeforeNext)));
    if (!takesLease) return;
    this.#leasing.delete(key);
    const takenAtMs = performance.now();
    const lease = { next: first + waiting.length, last: Math.min(consumedPoints, this.#limit), size: ahead };
    this.#leases.set(key, { ...lease, takenAtMs, resetAtMs: takenAtMs + msBeforeNext });
  }

  async #consumed(key: string, requests: number): Promise<RateLimiterRes> {
    const askedAtMs = performance.now();
    if (askedAtMs < this.#restUntilMs) return this.#consumedInMemory(key, requests);
    try {
      return await this.#redis.consume(key, requests);
    } catch (refusal) {
      if (isResult(refusal)) {
        this.#spend(key, askedAtMs + refusal.msBeforeNext);
        return refusal;
      }
      this.#restUntilMs = performance.now() + REDIS_REST_MS;
      log.warn('redis_not_counting', { rateClass: this.#rateClass, error: refusal });
      return this.#consumedInMemory(key, requests);
    }
  }

  #spend(key: string, untilMs: number): void {
    this.#spentUntilMs.set(key, untilMs);
    this.#lastSpentUntilMs = Math.max(this.#lastSpentUntilMs, untilMs);
  }

  async #consumedInMemory(key: string, requests: number): Promise<RateLimiterRes> {
    rateLimitFallbacks.add(requests, {});
    return this.#memory.consume(key, requests).catch((refusal: RateLimiterRes) => refusal);
  }

  #allowance(used: number, resetMs: number): Allowance {
    return { rateClass: this.#rateClass, limit: this.#limit, used, resetMs };
  }
}

function isResult(refusal: unknown): refusal is RateLimiterRes {
  return typeof refusal === 'object' && refusal !== null && 'msBeforeNext' in refusal;
}
