import { describe, expect, it } from '@jest/globals';
import { apiKeyText, SECRET_BYTES } from '../api-keys/api-key.rules.js';
import { apiKeyOf } from './credential.rules.js';

const text = apiKeyText('01920000-0000-7000-8000-0000000000ff', Buffer.alloc(SECRET_BYTES, 7));

describe('apiKeyOf', () => {
  it.each([`Bearer ${text}`, `bearer ${text}`, `BEARER   ${text} `])('reads %s', (header) => {
    expect(apiKeyOf(header)).toBe(text);
  });

  it('says when nothing was sent', () => {
    expect(() => apiKeyOf(undefined)).toThrow(expect.objectContaining({ code: 'AUTH.CREDENTIAL_MISSING' }));
  });

  it.each(['', 'Bearer', 'Bearer ', `Basic ${text}`, text, `Bearer ${text} ${text}`, `Bearer ${text}x`, 'Bearer a.b.c'])(
    'refuses %j',
    (header) => {
      expect(() => apiKeyOf(header)).toThrow(expect.objectContaining({ code: 'AUTH.CREDENTIAL_MALFORMED' }));
    },
  );
});
