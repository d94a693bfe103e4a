import { describe, expect, it } from '@jest/globals';
import type { StatedCustomValues } from '@leadstream/contracts';
import fc from 'fast-check';
import { conditions, filters, leadRecord, NOW, records, registry, valuesOf } from '../../test/filters.js';
import type { LeadRecord } from '../lead/lead.js';
import type { Condition, FilterTree } from './condition.js';
import type { LeadFacts } from './lead-facts.js';
import { matches } from './matches.rules.js';
import { parseFilter } from './parse/parse-filter.rules.js';

function parsed(stated: unknown): FilterTree {
  const result = parseFilter(registry, stated);
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.filter;
}

const holds = (field: string, operator: string, value: unknown, lead: Partial<LeadRecord>, custom: StatedCustomValues = {}) =>
  matches(parsed({ field, operator, ...(value !== undefined && { value }) }), leadRecord({ ...lead, customFields: valuesOf(custom) }), NOW);

describe('matches, of core fields', () => {
  it.each<[string, string, unknown, Partial<LeadRecord>, boolean]>([
    ['company', 'eq', 'ACME', { company: 'Acme' }, true],
    ['company', 'eq', 'ACME', { company: 'Acme AG' }, false],
    ['company', 'starts-with', 'acme', { company: 'ACME AG' }, true],
    ['company', 'contains', 'ZOË', { company: 'Bei zoë' }, true],
    ['externalId', 'eq', 'ab-1', { externalId: 'AB-1' }, false],
    ['externalId', 'eq', 'AB-1', { externalId: 'AB-1' }, true],
    ['source', 'eq', 'Referral', { source: 'referral' }, true],
    ['status', 'in', ['new', 'qualified'], { status: 'qualified' }, true],
    ['status', 'not-in', ['new', 'qualified'], { status: 'lost' }, true],
    ['phone', 'starts-with', '+49', { phone: '+4930901820' }, true],
    ['sourceMetadata.utm_source', 'eq', 'Ads', { sourceMetadata: { utm_source: 'ads' } }, true],
    ['sourceMetadata.clicks', 'eq', '3', { sourceMetadata: { clicks: 3 } }, true],
    ['sourceMetadata.toString', 'is-empty', undefined, {}, true],
    ['capturedAt', 'gte', '2026-06-08T12:00:00Z', {}, true],
    ['capturedAt', 'gt', '2026-06-08T12:00:00Z', {}, false],
    ['capturedAt', 'lt', '2026-06-08T14:00:00+01:00', {}, true],
    ['capturedAt', 'in-last', { count: 8, unit: 'day' }, {}, true],
    ['capturedAt', 'in-last', { count: 7, unit: 'day' }, {}, false],
    ['capturedAt', 'in-last', { count: 7 * 24, unit: 'hour' }, {}, true],
    ['capturedAt', 'in-next', { count: 1, unit: 'year' }, {}, false],
    ['statusChangedAt', 'at-least-ago', { count: 7, unit: 'day' }, {}, true],
    ['statusChangedAt', 'at-least-ago', { count: 7 * 24 + 1, unit: 'hour' }, {}, false],
    ['deletedAt', 'at-least-ago', { count: 1, unit: 'minute' }, {}, false],
    ['tagIds', 'is-empty', undefined, {}, true],
  ])('%s %s %j', (field, operator, value, lead, expected) => {
    expect(holds(field, operator, value, lead)).toBe(expected);
  });
});

describe('matches, of custom fields', () => {
  const euros = (amount: string) => ({ amount, currency: 'EUR' });

  it.each<[string, string, unknown, StatedCustomValues, boolean]>([
    ['number', 'gt', '9', { number: '10' }, true],
    ['number', 'lt', '-1', { number: '-1.5' }, true],
    ['number', 'lt', '-1.5', { number: '-1.5' }, false],
    ['number', 'lte', '-1.50', { number: '-1.5' }, true],
    ['number', 'between', ['-1', '1'], { number: '1' }, true],
    ['number', 'between', ['-1', '1'], { number: '1.000001' }, false],
    ['number', 'eq', '0.3', { number: 0.3 }, true],
    ['money', 'gt', euros('9'), { money: euros('10') }, true],
    ['money', 'gt', euros('9'), { money: { amount: '10', currency: 'USD' } }, false],
    ['money', 'lte', euros('9'), { money: { amount: '10', currency: 'USD' } }, false],
    ['money', 'ne', euros('10'), { money: { amount: '10', currency: 'USD' } }, true],
    ['money', 'between', [euros('1'), euros('2')], { money: euros('1.50') }, true],
    ['date', 'in-last', { count: 2, unit: 'day' }, { date: '2026-06-14' }, true],
    ['date', 'in-last', { count: 2, unit: 'day' }, { date: '2026-06-13' }, false],
    ['date', 'in-last', { count: 2, unit: 'day' }, { date: '2026-06-16' }, false],
    ['date', 'in-next', { count: 1, unit: 'week' }, { date: '2026-06-21' }, true],
    ['date', 'in-next', { count: 1, unit: 'week' }, { date: '2026-06-22' }, false],
    ['boolean', 'eq', false, { boolean: false }, true],
    ['boolean', 'ne', false, { boolean: true }, true],
    ['single-choice', 'eq', 'Silver member', { 'single-choice': 'silver' }, true],
    ['multiple-choice', 'contains-any', ['chess', 'golf'], { 'multiple-choice': ['sailing', 'chess'] }, true],
    ['multiple-choice', 'contains-all', ['chess', 'golf'], { 'multiple-choice': ['sailing', 'chess'] }, false],
    ['multiple-choice', 'contains-all', ['chess', 'sailing'], { 'multiple-choice': ['sailing', 'chess'] }, true],
    ['multiple-choice', 'contains-none', ['golf'], { 'multiple-choice': ['sailing', 'chess'] }, true],
    ['multiple-choice', 'contains-none', ['golf', 'chess'], { 'multiple-choice': ['sailing', 'chess'] }, false],
    ['long-text', 'contains', 'second', { 'long-text': 'First\nSECOND' }, true],
    ['url', 'starts-with', 'HTTPS://A.', { url: 'https://a.example/x' }, true],
    ['email', 'not-in', ['Ada@example.com'], { email: 'ada@EXAMPLE.com' }, false],
  ])('%s %s %j of %j', (type, operator, value, custom, expected) => {
    expect(holds(`customFields.${type}`, operator, value, {}, custom)).toBe(expected);
  });

  it('is true of an empty field for is-empty, ne, not-in and contains-none alone', () => {
    const nothing = leadRecord();
    fc.assert(
      fc.property(conditions, (tree) => {
        const { operator } = (tree as Condition).test;
        expect(matches(tree, nothing, NOW)).toBe(['is-empty', 'ne', 'not-in', 'contains-none'].includes(operator));
      }),
    );
  });
});

describe('the logic of matches', () => {
  const law = (check: (left: FilterTree, right: FilterTree, is: (tree: FilterTree) => boolean) => void) =>
    fc.assert(fc.property(filters, filters, records, (left, right, record) => check(left, right, (tree) => matches(tree, record, NOW))));

  it('negates twice to the same', () => law((tree, _, is) => expect(is({ not: { not: tree } })).toBe(is(tree))));

  it('negates to the opposite', () => law((tree, _, is) => expect(is({ not: tree })).toBe(!is(tree))));

  it('keeps to De Morgan', () =>
    law((left, right, is) => {
      expect(is({ not: { and: [left, right] } })).toBe(is({ or: [{ not: left }, { not: right }] }));
      expect(is({ not: { or: [left, right] } })).toBe(is({ and: [{ not: left }, { not: right }] }));
    }));

  it('holds for all with no conditions joined by and, for none joined by or', () => {
    const record = leadRecord();
    expect(matches({ and: [] }, record, NOW)).toBe(true);
    expect(matches({ or: [] }, record, NOW)).toBe(false);
  });

  it('has ne for the opposite of eq, and not-in of in', () => {
    const opposites: Readonly<Record<string, string>> = {
      eq: 'ne',
      in: 'not-in',
      'contains-any': 'contains-none',
      'is-empty': 'is-not-empty',
    };
    fc.assert(
      fc.property(conditions, records, (tree, record) => {
        const condition = tree as Condition;
        const operator = opposites[condition.test.operator];
        fc.pre(operator !== undefined);
        const opposite = { ...condition, test: { ...condition.test, operator } } as Condition;
        expect(matches(opposite, record, NOW)).toBe(!matches(condition, record, NOW));
      }),
    );
  });
});

describe('matches, of leads that are named', () => {
  const [merged, survivor, other] = [1, 2, 3].map((n) => `0191d1a0-5b1e-7c3a-9f00-00000000000${n}`) as [string, string, string];
  const families = new Map([[merged, [survivor, merged]]]);
  const facts: LeadFacts = {
    temperature: 'cold',
    consents: new Map(),
    doNotContact: new Map(),
    ends: new Map(),
    contributions: new Map(),
    scoreTenths: () => 0,
    families,
  };

  it.each([
    ['eq', survivor, true],
    ['eq', merged, true],
    ['eq', other, false],
    ['ne', survivor, false],
    ['in', [other, survivor], true],
    ['not-in', [other], true],
  ])('%s %s', (operator, value, expected) => {
    const lead = leadRecord({ customFields: valuesOf({ 'lead-reference': merged }) });
    expect(matches(parsed({ field: 'customFields.lead-reference', operator, value }), lead, NOW, facts)).toBe(expected);
  });
});
