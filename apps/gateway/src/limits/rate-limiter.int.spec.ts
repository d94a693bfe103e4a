import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, testRedis, type TestRedis } from '@leadstream/testing';
import type { Redis } from 'ioredis';
import { mayPass } from './rate-limit.rules.js';
import { RateLimiter } from './rate-limiter.js';
import { connectRedis } from './redis.js';

const LIMIT = 3_000;
const LEASE = 30;
const WINDOW_MS = 3_000;

let redis: TestRedis;
let connections: Redis[];

beforeAll(async () => {
  redis = await testRedis();
  connections = [connectRedis({ REDIS_URL: redis.url }), connectRedis({ REDIS_URL: redis.url })];
  await eventually(() => expect(connections.map(({ status }) => status)).toEqual(['ready', 'ready']));
});

afterAll(async () => {
  for (const connection of connections ?? []) connection.disconnect();
  await redis?.drop();
});

/** Asks one request after the other, `callers` at a time, like clients that wait for their answers. */
async function passed(limiter: RateLimiter, key: string, requests: number, callers: number): Promise<number> {
  let left = requests;
  let count = 0;
  const caller = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      if (mayPass(await limiter.consume(key))) count += 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return count;
}

describe('processes that share a limit', () => {
  it('never let more pass than it says, and hardly less', async () => {
    const limiters = connections.map((connection) => new RateLimiter({ rateClass: 'read', limit: LIMIT }, connection));
    const counts = await Promise.all(limiters.map((limiter) => passed(limiter, 'crm:gateway:t:rl:read:k', LIMIT, 20)));
    const total = counts.reduce((sum, count) => sum + count, 0);
    expect(total).toBeLessThanOrEqual(LIMIT);
    expect(total).toBeGreaterThanOrEqual(LIMIT - LEASE * limiters.length);
  });

  it('give every request a place of its own', async () => {
    const [limiter] = connections.map((connection) => new RateLimiter({ rateClass: 'read', limit: LIMIT }, connection));
    const placeOf = async () => (await limiter?.consume('crm:gateway:t:rl:read:places'))?.used ?? 0;
    const places: number[] = [];
    for (let i = 0; i < 40; i++) {
      places.push(...(await Promise.all(Array.from({ length: 5 }, placeOf))));
    }
    expect(new Set(places).size).toBe(200);
    expect(Math.max(...places)).toBeLessThanOrEqual(200 + LEASE);
  });
});

describe('a key over its limit', () => {
  it('is refused at once, without being counted, and passes again when its window has ended', async () => {
    const [connection] = connections as [Redis];
    const limiter = new RateLimiter({ rateClass: 'read', limit: 3 }, connection);
    const key = 'crm:gateway:t:rl:read:spent';
    expect(await passed(limiter, key, 3, 1)).toBe(3);
    // Time enough for all that has to happen within the window, also on a busy machine.
    await connection.pexpire(key, WINDOW_MS);
    expect(mayPass(await limiter.consume(key))).toBe(false);
    const refusals = Array.from({ length: 10 }, () => limiter.consume(key));
    for (const refusal of refusals) expect(refusal).toMatchObject({ limit: 3, used: 4 });
    expect(Math.max(...refusals.map((refusal) => ('resetMs' in refusal ? refusal.resetMs : Infinity)))).toBeLessThanOrEqual(WINDOW_MS);
    expect(await connection.get(key)).toBe('4');
    await eventually(async () => expect(mayPass(await limiter.consume(key))).toBe(true));
  });

  it('is refused until its next request is due when it asks faster than its pace, and keeps what is left of its limit', async () => {
    const [connection] = connections as [Redis];
    const limiter = new RateLimiter({ rateClass: 'read', limit: 100, perSecond: 10 }, connection);
    const key = 'crm:gateway:t:rl:read:fast';
    const asked = Array.from({ length: 25 }, () => limiter.consume(key));
    const refusals = asked.flatMap((answer) => (answer instanceof Promise ? [] : [answer]));
    // Ten a second are five at once and one every 100 ms, should asking take so long.
    expect(refusals.length).toBeGreaterThanOrEqual(15);
    for (const refusal of refusals) expect(refusal).toMatchObject({ limit: 100, used: 101 });
    expect(Math.max(...refusals.map(({ resetMs }) => resetMs))).toBeLessThanOrEqual(100);
    await eventually(async () => expect(await limiter.consume(key)).toMatchObject({ used: asked.length - refusals.length + 1 }));
  });

  it('is asked for again where only this process counted it: Redis may know better once it is back', async () => {
    const gone = new URL(redis.url);
    gone.port = '1';
    const connection = connectRedis({ REDIS_URL: gone.toString() });
    try {
      const limiter = new RateLimiter({ rateClass: 'read', limit: 1 }, connection);
      const key = 'crm:gateway:t:rl:read:alone';
      expect([mayPass(await limiter.consume(key)), mayPass(await limiter.consume(key))]).toEqual([true, false]);
      expect(limiter.consume(key)).toBeInstanceOf(Promise);
    } finally {
      connection.disconnect();
    }
  });
});
