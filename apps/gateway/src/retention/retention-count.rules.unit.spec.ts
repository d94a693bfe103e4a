import { expect, it } from '@jest/globals';
import type { RetentionCount } from '@leadstream/contracts';
import { upstreamErrors } from '../upstream/upstream.errors.js';
import { countedBy, notCountedBy } from './retention-count.rules.js';

const item: RetentionCount = {
  category: 'interactions',
  action: 'archive',
  afterDays: 183,
  due: 12,
  held: 3,
  isCategoryHeld: false,
  oldestAt: '2025-01-01T00:00:00.000Z',
};
const missing = (reason: string) => ({ items: [], missing: [{ service: 'engagement', reason }] });

it('names the service that counted', () => {
  expect(countedBy('engagement', { status: 200, body: { items: [item] } })).toEqual({
    items: [{ ...item, service: 'engagement' }],
    missing: [],
  });
});

it.each([
  [{ status: 200, body: undefined }, 'unreadable'],
  [{ status: 200, body: { items: [{ ...item, due: -1 }] } }, 'unreadable'],
  [{ status: 503, body: { items: [item] } }, 'unavailable'],
])('counts nothing by %j: it is missing as %s', (answer, reason) => {
  expect(countedBy('engagement', answer)).toEqual(missing(reason));
});

it('tells who was too late from who cannot be reached', () => {
  expect(notCountedBy('engagement', upstreamErrors.UPSTREAM_TIMEOUT())).toEqual(missing('timeout'));
  expect(notCountedBy('engagement', new Error('ECONNREFUSED'))).toEqual(missing('unavailable'));
});
