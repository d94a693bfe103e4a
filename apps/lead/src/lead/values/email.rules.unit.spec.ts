import { describe, expect, it } from '@jest/globals';
import { normaliseEmail } from './email.rules.js';

describe('normaliseEmail', () => {
  it.each([
    ['Ada.Lovelace+crm@Example.co.uk', 'ada.lovelace+crm@example.co.uk'],
    ["o'brien@example.com", "o'brien@example.com"],
    ['info@müller.de', 'info@xn--mller-kva.de'],
  ])('stores %s as %s', (text, stored) => {
    expect(normaliseEmail(text)).toEqual({ ok: true, value: stored });
  });

  it.each([
    'plain',
    '@example.com',
    'a@',
    'a@b',
    'a..b@example.com',
    '.a@example.com',
    'a b@example.com',
    'a@exa_mple.com',
    'a@b@c.com',
    'a@[127.0.0.1]',
    'Ada <ada@example.com>',
  ])('refuses %s', (text) => {
    expect(normaliseEmail(text)).toMatchObject({ ok: false, code: 'email.invalid' });
  });

  it('refuses what is longer than mail can carry', () => {
    expect(normaliseEmail(`${'a'.repeat(65)}@example.com`)).toMatchObject({ code: 'email.too_long' });
    expect(normaliseEmail(`a@${'b.'.repeat(130)}com`)).toMatchObject({ code: 'email.too_long' });
  });
});
