import { expect, it } from '@jest/globals';
import { ExpiringCache } from './expiring-cache.js';

function cacheAt(maxEntries: number): { readonly cache: ExpiringCache<number>; passes(ms: number): void } {
  let nowMs = 1_000_000;
  const cache = new ExpiringCache<number>({ maxEntries, maxAgeMs: 60_000, clock: { now: () => new Date(nowMs) } });
  return { cache, passes: (ms) => void (nowMs += ms) };
}

it('forgets what has reached its age, however often it was used', () => {
  const { cache, passes } = cacheAt(10);
  cache.set('a', 1, cache.expiryFromNow());
  passes(59_999);
  expect(cache.get('a')).toBe(1);
  passes(1);
  expect(cache.get('a')).toBeUndefined();
  expect(cache.size).toBe(0);
});

it('counts the age from when the value was asked for, not from when it came', () => {
  const { cache, passes } = cacheAt(10);
  const expiry = cache.expiryFromNow();
  passes(40_000);
  cache.set('a', 1, expiry);
  passes(20_000);
  expect(cache.get('a')).toBeUndefined();
});

it('keeps the entries used last', () => {
  const { cache } = cacheAt(2);
  for (const key of ['a', 'b']) cache.set(key, 1, cache.expiryFromNow());
  cache.get('a');
  cache.set('c', 1, cache.expiryFromNow());
  expect([cache.get('a'), cache.get('b'), cache.get('c'), cache.size]).toEqual([1, undefined, 1, 2]);
});
