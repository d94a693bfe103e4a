import { describe, expect, it } from '@jest/globals';
import { type Found, KeyCache } from './key-cache.js';
import type { KnownKey } from './known-key.js';

const key: KnownKey = {
  tenantId: '01920000-0000-7000-8000-000000000001',
  id: '01920000-0000-7000-8000-000000000002',
  digest: 'aa',
  role: 'admin',
  scopes: [],
  expiresAt: null,
  revokedAt: null,
  lastUsedAt: null,
};

describe('KeyCache', () => {
  it('asks once for concurrent questions and remembers', async () => {
    const cache = new KeyCache(60_000);
    let asked = 0;
    const ask = async (): Promise<Found> => {
      asked += 1;
      return key;
    };
    const found = await Promise.all([cache.find('aa', ask), cache.find('aa', ask)]);
    expect(found).toEqual([key, key]);
    expect(cache.get('aa')).toEqual(key);
    expect(asked).toBe(1);
  });

  it('does not keep what was found before the key was forgotten', async () => {
    const cache = new KeyCache(60_000);
    let answer: (found: Found) => void = () => undefined;
    const finding = cache.find('aa', () => new Promise((resolve) => (answer = resolve)));
    cache.forget('aa');
    answer(key);
    expect(await finding).toEqual(key);
    expect(cache.get('aa')).toBeUndefined();
  });

  it('keeps nothing of a question that failed', async () => {
    const cache = new KeyCache(60_000);
    await expect(cache.find('aa', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
    expect(await cache.find('aa', async () => key)).toEqual(key);
  });
});
