import { describe, expect, it } from '@jest/globals';
import { domainsOf, entryNamesOf, readDomain } from './domain.rules.js';

describe('a domain', () => {
  it.each([
    ['example.com', 'example.com'],
    [' Mail.EXAMPLE.com. ', 'mail.example.com'],
    ['@example.com', 'example.com'],
    // RFC 3492, 5891: the same label in letters, in capitals and taken apart.
    ['müller.example', 'xn--mller-kva.example'],
    ['MÜLLER.example', 'xn--mller-kva.example'],
    ['mu\u0308ller.example', 'xn--mller-kva.example'],
    ['xn--mller-kva.example', 'xn--mller-kva.example'],
    ['почта.рф', 'xn--80a1acny.xn--p1ai'],
    ['例え。テスト', 'xn--r8jz45g.xn--zckzah'],
  ])('%j is %s', (text, domain) => {
    expect(readDomain(text)).toBe(domain);
  });

  it.each([
    ['', 'nothing'],
    ['com', 'a single label'],
    ['127.0.0.1', 'a network address'],
    ['1.2.3', 'a network address in short'],
    ['[::1]', 'a network address'],
    ['ada@example.com', 'an address'],
    ['https://example.com', 'a link'],
    ['example.com/path', 'a link'],
    ['exam ple.com', 'with a space'],
    ['a..com', 'with an empty label'],
    ['-a.com', 'with a hyphen in front'],
    ['*.example.com', 'a pattern'],
    [`${'a'.repeat(64)}.com`, 'too long a label'],
    [`${'a.'.repeat(126)}com`, 'too long'],
  ])('%j is none: %s', (text) => {
    expect(readDomain(text)).toBeUndefined();
  });
});

describe('an address', () => {
  it('lies in its domain and in those above it, but in no single label', () => {
    expect(domainsOf('ada@a.mail.example.com')).toEqual(['a.mail.example.com', 'mail.example.com', 'example.com']);
    expect(domainsOf('ada@Example.com')).toEqual(['example.com']);
    expect(domainsOf('ada@müller.example')).toEqual(['xn--mller-kva.example']);
    expect(domainsOf('ada@localhost')).toEqual([]);
  });

  it('is named by itself, and an e-mail address by its domains', () => {
    expect(entryNamesOf({ kind: 'phone', value: '+4930901820' })).toEqual([{ kind: 'phone', value: '+4930901820' }]);
    expect(entryNamesOf({ kind: 'email', value: 'ada@example.com' })).toEqual([
      { kind: 'email', value: 'ada@example.com' },
      { kind: 'domain', value: 'example.com' },
    ]);
  });
});
