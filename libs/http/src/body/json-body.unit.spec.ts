import { describe, expect, it } from '@jest/globals';
import { parseJsonBody } from './json-body.js';

const parse = (text: string) => parseJsonBody(Buffer.from(text));
const refusal = (code: string, path?: string) =>
  expect.objectContaining({ code, ...(path !== undefined && { errors: [expect.objectContaining({ path })] }) });

describe('parseJsonBody', () => {
  it.each([
    '{"name":"Ada"}',
    '[]',
    '"text"',
    '0',
    'null',
    '{"a":"\\u00e9 \\ud83d\\ude00"}',
    '{"constructor":"Acme Builders"}',
    '{"a":"__proto__"}',
  ])('parses %s', (text) => {
    expect(parse(text)).toEqual(JSON.parse(text));
  });

  it.each(['', '{', '{"a":1,}', '{a:1}', "{'a':1}", '[1 2]', 'undefined', '{"a":"\u0000"}', '\ufeff{}'])(
    'refuses %j, which is not JSON',
    (text) => {
      expect(() => parse(text)).toThrow(refusal('HTTP.MALFORMED_JSON'));
    },
  );

  it('refuses bytes that are not UTF-8 instead of storing replacement characters', () => {
    expect(() => parseJsonBody(Buffer.from('{"name":"M\xfcller"}', 'latin1'))).toThrow(refusal('HTTP.MALFORMED_JSON'));
  });

  it.each([
    ['{"__proto__":{"admin":true}}', '__proto__'],
    ['{"a":[{"\\u005f_proto__":1}]}', 'a.0.__proto__'],
    ['{"a":{"constructor":{"prototype":{"admin":true}}}}', 'a.constructor'],
  ])('refuses a key that reaches for prototypes: %s', (text, path) => {
    expect(() => parse(text)).toThrow(refusal('HTTP.FORBIDDEN_KEY', path));
    expect(({} as { admin?: unknown }).admin).toBeUndefined();
  });

  it.each([
    ['{"lead":{"name":"a\\u0000b"}}', 'lead.name'],
    ['["a","\\u0000"]', '1'],
    ['{"a\\u0000":1}', 'a\\u0000'],
    ['{"name":"\\ud800"}', 'name'],
    ['{"name":"\\udc00\\ud800"}', 'name'],
  ])('refuses text that Postgres cannot store: %s', (text, path) => {
    expect(() => parse(text)).toThrow(refusal('HTTP.FORBIDDEN_CHARACTER', path));
  });

  it('refuses bottomless nesting at once, wherever it starts', () => {
    expect(() => parse('['.repeat(500_000))).toThrow(refusal('HTTP.TOO_DEEP'));
    expect(() => parse(`{"a":"[[[\\"",${'"b":{'.repeat(70)}${'}'.repeat(71)}`)).toThrow(refusal('HTTP.TOO_DEEP'));
  });

  it('does not mistake brackets in texts, or many short lists, for nesting', () => {
    expect(parse(JSON.stringify({ a: '['.repeat(200), b: '\\"['.repeat(200) }))).toHaveProperty('a');
    expect(parse(JSON.stringify(Array.from({ length: 500 }, () => [{}])))).toHaveLength(500);
  });
});
