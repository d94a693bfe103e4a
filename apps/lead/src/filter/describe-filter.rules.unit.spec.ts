import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { everyField, filters, registry } from '../../test/filters.js';
import { describeFilter } from './describe-filter.rules.js';
import { fieldRegistry } from './fields/field-registry.rules.js';
import { parseFilter } from './parse/parse-filter.rules.js';

function sentence(stated: unknown): string {
  const parsed = parseFilter(fieldRegistry(everyField, [], { derived: true }), stated);
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
    [{ field: 'customFields.multiple-choice', operator: 'contains-none', value: ['sailing'] }, 'Multiple-choice has none of “Sailing”.'],
    [{ field: 'statusChangedAt', operator: 'at-least-ago', value: { count: 14, unit: 'day' } }, 'Status change is at least 14 days ago.'],
    [
      { field: 'engagement.message.opened', operator: 'gte', value: 2, within: { count: 14, unit: 'day' } },
      'Number of “message.opened” in the last 14 days is at least 2.',
    ],
    [{ field: 'engagement.form.submitted', operator: 'eq', value: 0 }, 'Number of “form.submitted” is 0.'],
    [{ field: 'score', operator: 'between', value: [50, '79.9'] }, 'Score is from 50 to 79.9.'],
    [{ field: 'temperature', operator: 'eq', value: 'Hot' }, 'Temperature is “hot”.'],
    [{ field: 'consent.email.marketing', operator: 'eq', value: 'given' }, 'Consent to marketing by email is “given”.'],
    [{ field: 'doNotContact.voice', operator: 'eq', value: false }, 'Prohibition of voice is no.'],
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
