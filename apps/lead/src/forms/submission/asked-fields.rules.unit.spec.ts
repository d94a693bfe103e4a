import { describe, expect, it } from '@jest/globals';
import { everyField } from '../../../test/filters.js';
import { customField } from '../../../test/custom-fields.js';
import { readAskedFields, takesSeveral } from './asked-fields.rules.js';

const definitions = [...everyField, customField('text', { key: 'old', archived: true })];
const read = (said: Record<string, string | string[]>) =>
  readAskedFields(new Map(Object.entries(said).map(([name, texts]) => [name, [texts].flat()])), definitions);
const problems = (said: Record<string, string | string[]>) => read(said).problems.map(({ path, code }) => `${path} ${code}`);

describe('what a form asks for', () => {
  it('is stated in the blocks of a lead, numbers as numbers', () => {
    const said = {
      ...{ firstName: 'Ada', 'address.city': 'London', 'address.country': 'GB', 'property.kind': ' House ', 'property.bedrooms': '3' },
      ...{ 'property.bathrooms': '1.5', 'budget.max': '1,200,000.50', 'budget.currency': 'gbp' },
    };
    expect(read(said)).toEqual({
      lead: {
        firstName: 'Ada',
        address: { city: 'London', country: 'GB' },
        property: { kind: 'house', bedrooms: 3, bathrooms: 1.5 },
        budget: { max: '1200000.50', currency: 'gbp' },
      },
      customFields: {},
      leftOver: {},
      problems: [],
    });
  });

  it('is said of custom fields as pages say it: ticked boxes, several choices, amounts with their currency', () => {
    const said = {
      ...{ 'customFields.boolean': 'on', 'customFields.number': '1,000.5', 'customFields.money': '12.50 EUR' },
      ...{ 'customFields.multiple-choice': ['sailing', 'chess'], 'customFields.date-time': '2026-11-01T10:00' },
    };
    expect(read(said).customFields).toEqual({
      boolean: true,
      number: '1000.5',
      money: { amount: '12.50', currency: 'EUR' },
      'multiple-choice': ['sailing', 'chess'],
      'date-time': expect.stringMatching(/^2026-11-01T10:00:00(\.000)?Z$/),
    });
  });

  it('is kept aside when the tenant has archived the field, or calls it otherwise by now', () => {
    const { customFields, leftOver, problems: none } = read({ 'customFields.old': 'x\u0000\ud800', 'customFields.gone': ['a', 'b'] });
    expect([customFields, leftOver, none]).toEqual([{}, { old: 'x\ufffd', gone: 'a; b' }, []]);
  });

  it.each([
    ['property.bedrooms', 'three', 'number.invalid'],
    ['property.bedrooms', '2.5', 'number.out_of_range'],
    ['property.bathrooms', '1.3', 'number.out_of_range'],
    ['property.yearBuilt', '99', 'number.out_of_range'],
    ['property.kind', 'castle', 'choice.unknown'],
    ['budget.max', 'a lot', 'number.invalid'],
    ['customFields.boolean', 'perhaps', 'boolean.unknown'],
    ['customFields.money', '12.50', 'currency.missing'],
  ])('%s is refused as %j', (name, text, code) => {
    expect(problems({ [name]: text })).toEqual([expect.stringMatching(new RegExp(`^${name.replace('.', '\\.')}(\\.currency)? ${code}$`))]);
  });

  it('takes several values of a multiple choice alone, and of what may have been one', () => {
    const names = [
      'firstName',
      'property.kind',
      'customFields.text',
      'customFields.old',
      'customFields.multiple-choice',
      'customFields.gone',
    ];
    expect(names.filter((name) => takesSeveral(name, definitions))).toEqual(['customFields.multiple-choice', 'customFields.gone']);
  });
});
