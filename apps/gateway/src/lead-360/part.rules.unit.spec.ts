import { describe, expect, it } from '@jest/globals';
import { upstreamErrors } from '../upstream/upstream.errors.js';
import { partOfAnswer, partOfFailure } from './part.rules.js';

describe('a part of the 360', () => {
  it.each([
    [{ status: 200, body: { items: [] } }, { value: { items: [] } }],
    [{ status: 200, body: undefined }, { missing: 'unreadable' }],
    [{ status: 200, body: 'text' }, { missing: 'unreadable' }],
    [{ status: 404, body: {} }, { missing: 'not_known_yet' }],
    [{ status: 401, body: {} }, { missing: 'unavailable' }],
    [{ status: 503, body: {} }, { missing: 'unavailable' }],
  ])('reads %j as %j', (answer, part) => {
    expect(partOfAnswer(answer)).toEqual(part);
  });

  it('tells a late service from a dead one', () => {
    expect(partOfFailure(upstreamErrors.UPSTREAM_TIMEOUT())).toEqual({ missing: 'timeout' });
    expect(partOfFailure(upstreamErrors.UPSTREAM_UNAVAILABLE())).toEqual({ missing: 'unavailable' });
    expect(partOfFailure(new Error('x'))).toEqual({ missing: 'unavailable' });
  });
});
