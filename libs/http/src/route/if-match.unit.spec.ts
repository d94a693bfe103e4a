import { describe, expect, it } from '@jest/globals';
import { etag } from './answer.js';
import { parseIfMatch } from './if-match.js';

describe('parseIfMatch', () => {
  it.each([
    ['"3"', 3],
    ['3', 3],
    ['W/"3"', 3],
    [' "0" ', 0],
    [etag(42), 42],
  ])('reads %s', (header, version) => {
    expect(parseIfMatch(header)).toBe(version);
  });

  it('demands the header', () => {
    expect(() => parseIfMatch(undefined)).toThrow(
      expect.objectContaining({ code: 'HTTP.IF_MATCH_REQUIRED', kind: 'precondition_required' }),
    );
  });

  it.each(['', '*', '"3', '"a"', '-1', '1.5', '"1", "2"', '9'.repeat(16), '"3"\u0000'])('refuses %j', (header) => {
    expect(() => parseIfMatch(header)).toThrow(expect.objectContaining({ code: 'HTTP.BAD_IF_MATCH', kind: 'malformed' }));
  });
});
