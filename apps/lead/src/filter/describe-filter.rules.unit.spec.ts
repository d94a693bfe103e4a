import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { filters, registry } from '../../test/filters.js';
import { describeFilter } from './describe-filter.rules.js';
import { fieldRegistry } from './fields/field-registry.rules.js';
import { parseFilter } from './parse/parse-filter.rules.js';

function sentence(stated: unknown): string {
  const parsed = parseFilter(registry, stated);
  return 'filter' in parsed ? describeFilter(parsed.filter, registry) : JSON.stringify(parsed.problems);
}

const isNew = { field: 'status', operator: 'eq', value: 'new' };
const fromAds = { field: 'sourceMetadata.utm_source', operator: 'eq', value: 'Ads' };

describe('describeFilter', () => {
  it.each([
    [isNew, 'Status is “new”.'],
    [{ field: 'status', operator: 'in', value: ['new', 'lost', 'engaged'] }, 'Status is “new”, “lost” or “engaged”.'],
    [{ field: 'status', operator: 'not-in', value: ['new', 'lost'] }, 'Status is neither “new” nor “lost”.'],
    [{ field: 'status', operator: 'not-in', value: ['new'] }, 'Status is not “new”.'],
    [{ field: 'company', operator: 'is-empty' }, 'Company is empty.'],
    [{ field: 'company', operator: 'is-not-empty' }, 'Company has a value.'],
    [{ field: 'company', operator: 'starts-with', value: 'Ac' }, 'Company starts with “ac”.'],
    [{ field: 'customFields.single-choice', operator: 'ne', value: 'silver' }, 'Single-choice is not “Silver member”.'],
    [
      { field: 'customFields.multiple-choice', operator: 'contains-all', value: ['sailing', 'chess'] },
      'Multiple-choice has “Sailing” and “Chess & Go”.',
    ],
    [{ field: 'customFields.number', operator: 'gte', value: '1.50' }, 'Number is at least 1.5.'],
    [{ field: 'customFields.number', operator: 'between', value: [1, 2] }, 'Number is from 1 to 2.'],
    [{ field: 'customFields.money', operator: 'lt', value: { amount: '5', currency: 'EUR' } }, 'Money is less than 5.00 EUR.'],
    [{ field: 'customFields.date', operator: 'gt', value: '2026-01-01' }, 'Date is after 2026-01-01.'],
    [{ field: 'customFields.boolean', operator: 'eq', value: true }, 'Boolean is yes.'],
    [
      { field: 'createdAt', operator: 'in-last', value: { count: 7, unit: 'day', timeZone: 'Europe/Berlin' } },
      'Creation is in the last 7 days (Europe/Berlin).',
    ],
    [{ field: 'createdAt', operator: 'in-next', value: { count: 1, unit: 'hour' } }, 'Creation is in the next hour (UTC).'],
    [{ and: [isNew, fromAds] }, 'Status is “new” and utm_source is “ads”.'],
    [{ and: [isNew, { or: [isNew, fromAds] }] }, 'Status is “new” and (status is “new” or utm_source is “ads”).'],
    [{ or: [{ and: [isNew] }, { not: { and: [isNew, fromAds] } }] }, 'Status is “new” or not (status is “new” and utm_source is “ads”).'],
    [{ and: [] }, 'Every lead.'],
    [{ not: { or: [] } }, 'Not (no lead).'],
  ])('%j', (stated, said) => {
    expect(sentence(stated)).toBe(said);
  });

  it('says something of every filter, also when its fields are gone', () => {
    fc.assert(
      fc.property(filters, (tree) => {
        for (const known of [registry, fieldRegistry([])]) expect(describeFilter(tree, known)).toMatch(/^\S.*\.$/s);
      }),
    );
  });
});
