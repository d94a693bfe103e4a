import { expect, it } from '@jest/globals';
import { DEFAULT_VOCABULARY } from '../../lead/vocabulary.js';
import type { ContactCount } from './contact-count.js';
import { contactCounts, MAX_RANKED } from './contact-summary.rules.js';

it('names the most frequent sources and adds up the others, so that nothing is left out', () => {
  const sources = Array.from({ length: MAX_RANKED + 2 }, (_, index): ContactCount => ({
    by: 'source',
    key: `s${index}`,
    count: index + 1,
  }));
  const { bySource } = contactCounts(sources, [], DEFAULT_VOCABULARY);
  expect([bySource.items.length, bySource.items[0], bySource.items.at(-1), bySource.others]).toEqual([50, { key: 's51', count: 52 }, { key: 's2', count: 3 }, 3]); // prettier-ignore
});

it('takes leads for cold that are neither warm nor hot, and shows what no lead has', () => {
  const counts: ContactCount[] = [
    { by: 'all', key: null, count: 5 },
    { by: 'owner', key: null, count: 5 },
    { by: 'status', key: 'lost', count: 5 },
  ];
  const { byTemperature, byOwner, byStatus, total } = contactCounts(counts, [{ key: 'hot', count: 2 }], DEFAULT_VOCABULARY);
  expect(byTemperature).toEqual([{ key: 'cold', count: 3 }, { key: 'warm', count: 0 }, { key: 'hot', count: 2 }]); // prettier-ignore
  expect([total, byOwner, byStatus.filter(({ count }) => count > 0)]).toEqual([5, { items: [{ key: null, count: 5 }], others: 0 }, [{ key: 'lost', count: 5 }]]); // prettier-ignore
});
