import { describe, expect, it } from '@jest/globals';
import { everyField, NOW } from '../../../test/filters.js';
import { fieldRegistry } from '../../filter/fields/field-registry.rules.js';
import { filterCost } from '../../filter/filter-cost.rules.js';
import { parseFilter } from '../../filter/parse/parse-filter.rules.js';
import { sliceLeads, sliceRetry } from './slice.rules.js';

const MOST = 100_000;
const RULES_OF_MODEL = 50;
const registry = fieldRegistry(everyField, [], { derived: true });

function leadsOf(stated: object, most = MOST): number {
  const parsed = parseFilter(registry, stated);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return sliceLeads(most, filterCost(parsed.filter, RULES_OF_MODEL), null);
}

describe('sliceLeads', () => {
  const company = { field: 'company', operator: 'eq', value: 'Acme' };
  const consent = { field: 'consent.email.marketing', operator: 'eq', value: 'given' };
  const forbidden = { field: 'doNotContact.email', operator: 'eq', value: true };
  const opened = { field: 'engagement.message.opened', operator: 'gte', value: 2 };
  const score = { field: 'score', operator: 'gte', value: 50 };

  it.each([
    [
      'all where columns are asked, however many',
      { and: [company, { not: company }, { field: 'status', operator: 'eq', value: 'new' }] },
      100_000,
    ],
    ['a few thousand where a consent is', consent, 5_000],
    ['or whether a contact is forbidden', { and: [company, { not: forbidden }] }, 5_000],
    ['or what a lead did', opened, 5_000],
    ['fewer where more is', { or: [consent, forbidden, opened, company] }, 1_666],
    ['fewest by the score, which asks for what each rule of the model counts', score, 100],
    ['and never less than ten', { or: [score, { and: Array.from({ length: 19 }, () => score) }] }, 10],
  ])('are %s', (_, stated, leads) => {
    expect(leadsOf(stated)).toBe(leads);
  });

  it('are never more than are wished, nor than the last slice that did not take too long', () => {
    expect(leadsOf(consent, 5)).toBe(5);
    expect(sliceLeads(MOST, 1, 25_000)).toBe(25_000);
    expect(sliceLeads(MOST, 20, 25_000)).toBe(5_000);
  });
});

describe('sliceRetry', () => {
  const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);

  it('is soon and with half as many leads, after a slice that took too long', () => {
    expect(sliceRetry(100_000, true, NOW)).toEqual({ fillLeads: 50_000, retryAt: later(2) });
    expect(sliceRetry(15, true, NOW)).toEqual({ fillLeads: 10, retryAt: later(2) });
  });

  it('is in five minutes where fewer leads do not help', () => {
    expect(sliceRetry(10, true, NOW)).toEqual({ fillLeads: 10, retryAt: later(300) });
  });

  it('is in half a minute and with as many leads, after one that failed for another reason', () => {
    expect(sliceRetry(5_000, false, NOW)).toEqual({ fillLeads: 5_000, retryAt: later(30) });
  });
});
