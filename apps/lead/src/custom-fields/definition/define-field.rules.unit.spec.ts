import { describe, expect, it } from '@jest/globals';
import { CUSTOM_FIELD_TYPES, type CustomFieldType } from '@leadstream/contracts';
import { defineField, type StatedField } from './define-field.rules.js';

function stated(type: CustomFieldType, members: Partial<StatedField> = {}): StatedField {
  const options = type.endsWith('choice') ? { choices: [{ key: 'gold', label: 'Gold', archived: false }] } : {};
  const marks = { required: false, unique: false, indexed: false, default: null, position: 0 };
  return { entity: 'lead', type, key: 'tier', label: 'Tier', options, ...marks, ...members };
}

const codesOf = (type: CustomFieldType, members: Partial<StatedField>) => {
  const defined = defineField(stated(type, members));
  return 'problems' in defined ? defined.problems.map(({ path, code }) => [path, code]) : [];
};

describe('defineField', () => {
  it.each(CUSTOM_FIELD_TYPES)('takes a plain field of type %s', (type) => {
    expect(codesOf(type, {})).toEqual([]);
  });

  it('fills in the settings of the type and stores label and default in normal form', () => {
    expect(defineField(stated('number', { label: ' Size ', options: { scale: 2, max: '10.50' }, default: '1.50' }))).toMatchObject({
      draft: { label: 'Size', options: { min: null, max: '10.5', scale: 2 }, default: '1.5', archived: false },
    });
    expect(defineField(stated('text'))).toMatchObject({ draft: { options: { maxLength: 200 } } });
    expect(defineField(stated('long-text'))).toMatchObject({ draft: { options: { maxLength: 20_000 } } });
    expect(defineField(stated('phone', { options: { defaultRegion: 'de' } }))).toMatchObject({
      draft: { options: { defaultRegion: 'DE' } },
    });
    expect(defineField(stated('money', { options: { currencies: ['eur', 'EUR', 'usd'] } }))).toMatchObject({
      draft: { options: { currencies: ['EUR', 'USD'] } },
    });
  });

  it.each(['tier', 'budget-tier', 'budgetTier', 'a', 'a1-b2', 'x'.repeat(64)])('takes the key %s', (key) => {
    expect(codesOf('text', { key })).toEqual([]);
  });

  it.each(['', 'Tier', '1st', 'a_b', 'a--b', '-a', 'a-', 'ä', 'a b', '__proto__', 'x'.repeat(65)])('refuses the key %j', (key) => {
    expect(codesOf('text', { key })).toEqual([['key', 'key.invalid']]);
  });

  it.each(['email', 'firstName', 'first-name', 'firstname', 'constructor', 'jobTitle', 'customFields'])(
    'keeps the key %s to itself',
    (key) => {
      expect(codesOf('text', { key })).toEqual([['key', 'key.reserved']]);
    },
  );

  it.each<[CustomFieldType, Partial<StatedField>, string, string]>([
    ['text', { label: ' ' }, 'label', 'label.missing'],
    ['text', { label: 'a\u0007' }, 'label', 'text.control_character'],
    ['text', { options: { scale: 2 } }, 'options.scale', 'options.unsuited'],
    ['boolean', { options: { maxLength: 2 } }, 'options.maxLength', 'options.unsuited'],
    ['text', { options: { maxLength: 501 } }, 'options.maxLength', 'options.out_of_range'],
    ['text', { options: { maxLength: 0 } }, 'options.maxLength', 'options.out_of_range'],
    ['long-text', { options: { maxLength: 20_001 } }, 'options.maxLength', 'options.out_of_range'],
    ['number', { options: { scale: 7 } }, 'options.scale', 'options.out_of_range'],
    ['number', { options: { min: 'x' } }, 'options.min', 'number.invalid'],
    ['number', { options: { max: '1.5' } }, 'options.max', 'number.too_precise'],
    ['number', { options: { min: '9', max: '10', scale: 0 }, default: '11' }, 'default', 'number.above_max'],
    ['number', { options: { min: '10', max: '9' } }, 'options.min', 'options.reversed'],
    ['money', { options: { currencies: ['EUR', 'XXY'] } }, 'options.currencies.1', 'currency.unknown'],
    ['money', { options: { currencies: ['EUR'] }, default: { amount: '1', currency: 'USD' } }, 'default.currency', 'currency.not_accepted'],
    ['phone', { options: { defaultRegion: 'XX' } }, 'options.defaultRegion', 'region.unknown'],
    ['single-choice', { options: {} }, 'options.choices', 'choices.none'],
    ['single-choice', { options: { choices: [{ key: 'a', label: 'A', archived: true }] } }, 'options.choices', 'choices.none'],
    ['single-choice', { options: { choices: [{ key: 'A', label: 'A', archived: false }] } }, 'options.choices.0.key', 'choice.key_invalid'],
    ['single-choice', { options: { choices: [{ key: 'a', label: '', archived: false }] } }, 'options.choices.0.label', 'label.missing'],
    ['single-choice', { default: 'silver' }, 'default', 'choice.unknown'],
    ['date', { default: '2023-02-29' }, 'default', 'date.impossible'],
    ['text', { unique: true, default: 'x' }, 'default', 'default.unique'],
    ['boolean', { unique: true }, 'unique', 'unique.unsuited'],
    ['multiple-choice', { unique: true }, 'unique', 'unique.unsuited'],
    ['long-text', { indexed: true }, 'indexed', 'indexed.unsuited'],
  ])('refuses a %s with %j at %s: %s', (type, members, path, code) => {
    expect(codesOf(type, members)).toEqual([[path, code]]);
  });

  it('lets a text name one choice only', () => {
    const choices = [
      { key: 'gold', label: 'Gold', archived: false },
      { key: 'g2', label: ' GOLD ', archived: false },
      { key: 'silver', label: 'g2', archived: true },
    ];
    expect(codesOf('single-choice', { options: { choices } })).toEqual([
      ['options.choices.1', 'choice.repeated'],
      ['options.choices.2', 'choice.repeated'],
    ]);
  });

  it('takes 200 choices and no more', () => {
    const choices = Array.from({ length: 201 }, (_, index) => ({ key: `c${index}`, label: `Choice ${index}`, archived: false }));
    expect(codesOf('multiple-choice', { options: { choices: choices.slice(1) } })).toEqual([]);
    expect(codesOf('multiple-choice', { options: { choices } })).toEqual([['options.choices', 'choices.too_many']]);
  });

  it('names all reasons at once', () => {
    expect(codesOf('number', { key: 'E', label: '', options: { maxLength: 1 }, unique: true, default: 'x' })).toEqual([
      ['key', 'key.invalid'],
      ['label', 'label.missing'],
      ['options.maxLength', 'options.unsuited'],
    ]);
  });
});
