import { describe, expect, it } from '@jest/globals';
import type { DomainError } from '@leadstream/kernel';
import { parseFormBody } from './form-body.js';

const parse = (text: string) => parseFormBody(Buffer.from(text));
function refusal(body: string | Buffer): [string, string | undefined] {
  try {
    parseFormBody(Buffer.from(body as string));
  } catch (error) {
    return [(error as DomainError).code, (error as DomainError).errors[0]?.path];
  }
  throw new Error('it was accepted');
}

describe('a URL-encoded form', () => {
  it.each([
    ['name=Ada+Lovelace&city=K%C3%B6ln', { name: 'Ada Lovelace', city: 'Köln' }],
    ['city=Köln', { city: 'Köln' }],
    ['a=1&a=2&b=&c&&a=3', { a: ['1', '2', '3'], b: '', c: '' }],
    ['formula=1%2B1%3D2&q=a=b', { formula: '1+1=2', q: 'a=b' }],
    ['constructor=x', { constructor: 'x' }],
    ['', {}],
  ])('%j is read field by field', (text, fields) => {
    expect(parse(text)).toEqual(fields);
  });

  it('refuses what is no form, or could not be stored', () => {
    expect(refusal('a=%4')).toEqual(['HTTP.MALFORMED_FORM', undefined]);
    expect(refusal('a=%C3')).toEqual(['HTTP.MALFORMED_FORM', undefined]);
    expect(refusal(Buffer.from('a=\xff', 'latin1'))).toEqual(['HTTP.MALFORMED_FORM', undefined]);
    expect(refusal('__proto__=x')).toEqual(['HTTP.FORBIDDEN_KEY', '__proto__']);
    expect(refusal('a%00=x')).toEqual(['HTTP.FORBIDDEN_CHARACTER', 'a\\u0000']);
    expect(refusal('a=x%00')).toEqual(['HTTP.FORBIDDEN_CHARACTER', 'a']);
    expect(refusal('a&'.repeat(201))).toEqual(['HTTP.MALFORMED_FORM', undefined]);
  });
});
