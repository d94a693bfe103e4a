import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { newLinkToken, readLinkToken } from './link-token.js';

const TENANT = '01920000-0000-7000-8000-0000000000aa';

describe('a link token', () => {
  it('tells the tenant and the digest that is kept, and is another one each time', () => {
    const { token, digest } = newLinkToken(TENANT);
    expect(readLinkToken(token)).toEqual({ tenantId: TENANT, digest });
    expect(digest).toEqual(createHash('sha256').update(token).digest());
    expect(newLinkToken(TENANT).token).not.toBe(token);
  });

  it('holds 256 bits beside the tenant', () => {
    const bytes = Buffer.from(newLinkToken(TENANT).token, 'base64url');
    expect([bytes.length, bytes.subarray(0, 16).toString('hex')]).toEqual([48, TENANT.replaceAll('-', '')]);
  });

  it('has one spelling: whatever is changed in it has another digest', () => {
    const { token, digest } = newLinkToken(TENANT);
    for (let at = 0; at < token.length; at += 1) {
      const forged = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
      expect(readLinkToken(forged)?.digest.equals(digest)).toBe(false);
    }
  });

  it.each(['', 'x', 'A'.repeat(63), 'A'.repeat(65), `${'A'.repeat(63)}=`, `${'A'.repeat(63)}+`])('is not %j', (token) => {
    expect(readLinkToken(token)).toBeUndefined();
  });
});
