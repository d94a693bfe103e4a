import { describe, expect, it } from '@jest/globals';
import { customField } from '../../../test/custom-fields.js';
import { keyHolder, limitProblems } from './field-set.rules.js';

const many = (count: number, stated: Parameters<typeof customField<'text'>>[1] = {}) =>
  Array.from({ length: count }, (_, index) => customField('text', { key: `field${index}`, ...stated }));
const next = customField('text', { key: 'next' });
const codes = (...args: Parameters<typeof limitProblems>) => limitProblems(...args).map(({ path, code }) => [path, code]);

describe('the fields of a tenant', () => {
  it('have keys that differ by more than case and hyphens, archived ones too', () => {
    const others = [customField('text', { key: 'budget-tier', archived: true })];
    expect(keyHolder({ ...next, key: 'budgetTier' }, others)).toBe(others[0]);
    expect(keyHolder(next, others)).toBeUndefined();
    expect(keyHolder(others[0] ?? next, others)).toBeUndefined();
  });

  it('are 200 live ones at most', () => {
    expect(codes(next, many(199))).toEqual([]);
    expect(codes(next, many(200))).toEqual([['archived', 'custom_field.too_many_live']]);
    expect(codes({ ...next, archived: true }, many(200))).toEqual([]);
    expect(codes(next, many(300, { archived: true }))).toEqual([]);
    expect(codes(next, many(1_000, { archived: true }))).toEqual([['', 'custom_field.too_many']]);
  });

  it('are indexed or unique 20 times at most', () => {
    const indexed = [...many(10, { indexed: true }), ...many(10, { unique: true })];
    expect(codes({ ...next, indexed: true }, indexed.slice(1))).toEqual([]);
    expect(codes({ ...next, indexed: true }, indexed)).toEqual([['indexed', 'custom_field.too_many_indexed']]);
    expect(codes({ ...next, unique: true }, indexed)).toEqual([['unique', 'custom_field.too_many_indexed']]);
    expect(codes(next, indexed)).toEqual([]);
    expect(codes({ ...next, indexed: true }, many(20, { indexed: true, archived: true }))).toEqual([]);
  });

  it('count without the field that is changed', () => {
    const all = many(200);
    expect(codes(all[0] ?? next, all)).toEqual([]);
  });
});
