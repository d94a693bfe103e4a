import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { uuidV7 } from '@leadstream/kernel';
import { apiKeyDigest, apiKeyPrefix, apiKeyText, isApiKeyText, SECRET_BYTES } from './api-key.rules.js';

const id = '01920000-0000-7000-8000-0000000000ff';

describe('apiKeyText', () => {
  it('has one length whatever the bytes are', () => {
    const lowest = apiKeyText(id, Buffer.alloc(SECRET_BYTES));
    const highest = apiKeyText(id, Buffer.alloc(SECRET_BYTES, 255));
    expect(lowest).toHaveLength(highest.length);
    expect([lowest, highest].every(isApiKeyText)).toBe(true);
  });

  it('begins with the prefix that is shown', () => {
    expect(apiKeyText(id, randomBytes(SECRET_BYTES))).toMatch(new RegExp(`^${apiKeyPrefix(id)}_`));
  });

  it('never repeats', () => {
    const texts = Array.from({ length: 1_000 }, () => apiKeyText(uuidV7.next(), randomBytes(SECRET_BYTES)));
    expect(new Set(texts).size).toBe(1_000);
  });
});

describe('isApiKeyText', () => {
  it.each([
    '',
    'lsk_',
    'lsk_a_b',
    `lsk_${'0'.repeat(22)}_${'0'.repeat(42)}`,
    `sk_${'0'.repeat(22)}_${'0'.repeat(43)}`,
    `lsk_${'0'.repeat(22)}_${'0'.repeat(42)}é`,
  ])('refuses %j', (text) => {
    expect(isApiKeyText(text)).toBe(false);
  });
});

describe('apiKeyDigest', () => {
  it('is the SHA-256 of the whole text', () => {
    expect(apiKeyDigest('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
