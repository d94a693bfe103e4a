import { describe, expect, it } from '@jest/globals';
import { CUSTOM_FIELD_TYPES, FILTER_OPERATORS } from '@leadstream/contracts';
import { customField } from '../../../test/custom-fields.js';
import { fieldRegistry } from '../fields/field-registry.rules.js';
import { OPERATORS_OF_TYPE } from './operators.rules.js';
import { parseFieldFilter, parseFilter } from './parse-filter.rules.js';

const custom = CUSTOM_FIELD_TYPES.map((type) => customField(type));
const registry = fieldRegistry(custom);
const idOf = (type: string) => custom.find((field) => field.type === type)?.fieldId;
const LEAD = '01920000-0000-7000-8000-0000000000ff';

const parse = (field: string, operator: string, operand?: unknown) => parseFieldFilter(registry, field, operator, operand);
const refusal = (field: string, operator: string, operand?: unknown) => {
  const parsed = parse(field, operator, operand);
  return 'problem' in parsed ? [parsed.problem.path, parsed.problem.code] : parsed;
};
const testOf = (field: string, operator: string, operand?: unknown) => {
  const parsed = parse(field, operator, operand);
  return 'condition' in parsed ? parsed.condition.test : parsed;
};

describe('parseFieldFilter', () => {
  it('says what it speaks of by column name or field id, with the type', () => {
    expect(parse('status', 'eq', 'Qualified')).toEqual({
      condition: {
        field: { kind: 'core', name: 'status' },
        type: 'single-choice',
        textCase: 'exact',
        test: { operator: 'eq', operand: 'qualified' },
      },
    });
    expect(parse('customFields.text', 'contains', ' ACME ')).toEqual({
      condition: {
        field: { kind: 'custom', fieldId: idOf('text') },
        type: 'text',
        textCase: 'folded',
        test: { operator: 'contains', text: 'acme' },
      },
    });
    expect(parse('sourceMetadata.utm_source', 'is-empty')).toEqual({
      condition: { field: { kind: 'metadata', member: 'utm_source' }, type: 'text', textCase: 'folded', test: { operator: 'is-empty' } },
    });
  });

  it.each([
    ['company', 'eq', ' ACME ', { operator: 'eq', operand: 'acme' }],
    ['externalId', 'eq', 'AB-1', { operator: 'eq', operand: 'AB-1' }],
    ['timeZone', 'eq', 'europe/berlin', { operator: 'eq', operand: 'Europe/Berlin' }],
    ['source', 'in', ['Referral', 'ADS', 'referral'], { operator: 'in', operands: ['referral', 'ads'] }],
    ['email', 'eq', 'Ada@Example.com', { operator: 'eq', operand: 'ada@example.com' }],
    ['email', 'contains', '@Example', { operator: 'contains', text: '@example' }],
    ['phone', 'eq', '+49 30 901820', { operator: 'eq', operand: '+4930901820' }],
    ['phone', 'starts-with', '+49 (30)', { operator: 'starts-with', text: '+4930' }],
    ['id', 'eq', LEAD.toUpperCase(), { operator: 'eq', operand: LEAD }],
    ['capturedAt', 'gte', '2026-01-01T00:00:00+01:00', { operator: 'gte', operand: '2025-12-31T23:00:00.000Z' }],
    [
      'createdAt',
      'in-last',
      { count: 7, unit: 'day', timeZone: 'europe/berlin' },
      { operator: 'in-last', count: 7, unit: 'day', timeZone: 'Europe/Berlin' },
    ],
    ['customFields.date', 'in-next', { count: 1, unit: 'month' }, { operator: 'in-next', count: 1, unit: 'month', timeZone: 'UTC' }],
    ['customFields.number', 'between', ['1.50', 10], { operator: 'between', from: '1.5', to: '10' }],
    ['customFields.number', 'between', [3, '3.0'], { operator: 'between', from: '3', to: '3' }],
    ['customFields.money', 'gt', { amount: 5, currency: 'eur' }, { operator: 'gt', operand: { amount: '5.00', currency: 'EUR' } }],
    ['customFields.boolean', 'eq', false, { operator: 'eq', operand: false }],
    ['customFields.single-choice', 'in', ['Bronze', 'gold'], { operator: 'in', operands: ['bronze', 'gold'] }],
    ['customFields.multiple-choice', 'contains-all', ['Chess & Go', 'golf'], { operator: 'contains-all', operands: ['chess', 'golf'] }],
    ['customFields.text', 'is-not-empty', undefined, { operator: 'is-not-empty' }],
  ] as const)('reads %s %s %j', (field, operator, operand, test) => {
    expect(testOf(field, operator, operand)).toEqual(test);
  });

  it.each([
    ['nope', 'eq', 'x', 'field', 'filter.field_unknown'],
    ['customFields.nope', 'eq', 'x', 'field', 'filter.field_unknown'],
    ['sourceMetadata.', 'eq', 'x', 'field', 'filter.field_unknown'],
    ['__proto__', 'eq', 'x', 'field', 'filter.field_unknown'],
    ['status', 'equals', 'new', 'operator', 'filter.operator_unknown'],
    ['status', 'lt', 'new', 'operator', 'filter.operator_unsuited'],
    ['status', 'eq', 'hot', 'value', 'choice.unknown'],
    ['status', 'eq', undefined, 'value', 'filter.value_malformed'],
    ['status', 'eq', null, 'value', 'filter.value_missing'],
    ['company', 'eq', ' ', 'value', 'filter.value_missing'],
    ['company', 'contains', '', 'value', 'filter.value_missing'],
    ['company', 'contains', 5, 'value', 'filter.value_malformed'],
    ['company', 'is-empty', 'x', 'value', 'filter.value_unexpected'],
    ['company', 'eq', { and: [] }, 'value', 'filter.value_malformed'],
    ['company', 'eq', 'a\u0000', 'value', 'text.control_character'],
    ['status', 'in', 'new', 'value', 'filter.value_malformed'],
    ['status', 'in', [], 'value', 'filter.list_empty'],
    ['status', 'in', ['new', 'hot'], 'value.1', 'choice.unknown'],
    ['company', 'in', Array.from({ length: 201 }, (_, index) => `c${index}`), 'value', 'filter.list_too_long'],
    ['capturedAt', 'gt', '2026-01-01', 'value', 'instant.offset_missing'],
    ['capturedAt', 'in-last', { count: 0, unit: 'day' }, 'value', 'filter.value_malformed'],
    ['capturedAt', 'in-last', { count: 1, unit: 'fortnight' }, 'value', 'filter.value_malformed'],
    ['capturedAt', 'in-last', { count: 1, unit: 'day', timeZone: 'Mars/Olympus' }, 'value.timeZone', 'time_zone.unknown'],
    ['capturedAt', 'in-last', { count: 101, unit: 'year' }, 'value.count', 'filter.span_too_long'],
    ['customFields.date', 'in-last', { count: 3, unit: 'hour' }, 'value.unit', 'filter.unit_unsuited'],
    ['customFields.number', 'between', [2, 1], 'value.0', 'filter.range_reversed'],
    ['customFields.number', 'between', [1], 'value', 'filter.value_malformed'],
    ['customFields.number', 'between', [1, 'x'], 'value.1', 'number.invalid'],
    [
      'customFields.money',
      'between',
      [
        { amount: 1, currency: 'EUR' },
        { amount: 2, currency: 'USD' },
      ],
      'value.1.currency',
      'filter.currencies_differ',
    ],
    ['customFields.money', 'eq', { amount: 1, currency: 'XXY' }, 'value.currency', 'currency.unknown'],
    ['customFields.multiple-choice', 'contains-any', ['sailing', 'judo'], 'value.1', 'choice.unknown'],
    ['customFields.multiple-choice', 'contains-any', [['sailing']], 'value.0', 'filter.value_malformed'],
  ] as const)('refuses %s %s %j', (field, operator, operand, path, code) => {
    expect(refusal(field, operator, operand)).toEqual([path, code]);
  });

  it('lets one look for what a field does not take any more', () => {
    const narrow = fieldRegistry([customField('number', { key: 'size', options: { min: '0', max: '5', scale: 0 } })]);
    expect(parseFieldFilter(narrow, 'customFields.size', 'gt', '7.5')).toMatchObject({ condition: { test: { operand: '7.5' } } });
  });

  it.each(CUSTOM_FIELD_TYPES)('refuses each operator that does not suit a %s', (type) => {
    const unsuited = FILTER_OPERATORS.filter((operator) => !OPERATORS_OF_TYPE[type].includes(operator));
    for (const operator of unsuited)
      expect(refusal(`customFields.${type}`, operator, 'x')).toEqual(['operator', 'filter.operator_unsuited']);
    expect(unsuited.length).toBeGreaterThan(0);
  });
});

describe('parseFilter', () => {
  const isNew = { field: 'status', operator: 'eq', value: 'new' };
  const problemsOf = (stated: unknown) => {
    const parsed = parseFilter(registry, stated);
    return 'problems' in parsed ? parsed.problems.map(({ path, code }) => [path, code]) : parsed;
  };
  const nested = (levels: number): unknown => (levels <= 1 ? isNew : { not: nested(levels - 1) });

  it('reads and, or and not', () => {
    const condition = {
      field: { kind: 'core', name: 'status' },
      type: 'single-choice',
      textCase: 'exact',
      test: { operator: 'eq', operand: 'new' },
    };
    expect(parseFilter(registry, { and: [isNew, { or: [] }, { not: isNew }] })).toEqual({
      filter: { and: [condition, { or: [] }, { not: condition }] },
    });
  });

  it('names every refusal with its path', () => {
    const stated = { and: [{ ...isNew, value: 'hot' }, { or: [isNew, { not: { field: 'nope', operator: 'eq', value: 1 } }] }, 5] };
    expect(problemsOf(stated)).toEqual([
      ['and.0.value', 'choice.unknown'],
      ['and.1.or.1.not.field', 'filter.field_unknown'],
      ['and.2', 'filter.malformed'],
    ]);
  });

  it.each([[null], [[]], ['x'], [{}], [{ and: isNew }], [{ and: [], or: [] }], [{ ...isNew, more: 1 }], [{ field: 1, operator: 'eq' }]])(
    'refuses the form of %j',
    (stated) => {
      expect(problemsOf(stated)).toEqual([['', 'filter.malformed']]);
    },
  );

  it('goes 8 levels deep', () => {
    expect(parseFilter(registry, nested(8))).toHaveProperty('filter');
    expect(problemsOf(nested(9))).toEqual([['not.not.not.not.not.not.not.not', 'filter.too_deep']]);
    expect(problemsOf(nested(5_000))).toEqual([['not.not.not.not.not.not.not.not', 'filter.too_deep']]);
  });

  it('takes 100 conditions', () => {
    const half = { or: Array.from({ length: 50 }, () => isNew) };
    expect(parseFilter(registry, { and: [half, half] })).toHaveProperty('filter');
    expect(problemsOf({ and: [half, half, isNew] })).toEqual([['', 'filter.too_many_conditions']]);
    expect(problemsOf({ and: Array.from({ length: 100_000 }, () => ({ and: [] })) })).toEqual([['', 'filter.too_many_conditions']]);
  });
});
