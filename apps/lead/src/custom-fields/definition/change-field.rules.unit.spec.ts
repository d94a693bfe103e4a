import { describe, expect, it } from '@jest/globals';
import type { PatchCustomField } from '@leadstream/contracts';
import { customField } from '../../../test/custom-fields.js';
import type { CustomFieldDefinition } from '../custom-field.js';
import { changeField, type FieldUsage, UNUSED } from './change-field.rules.js';

const gold = { key: 'gold', label: 'Gold', archived: false };
const silver = { key: 'silver', label: 'Silver', archived: false };

const tier = customField('single-choice', {
  key: 'tier',
  options: { choices: [gold, silver] },
  default: 'gold',
});

function codesOf(before: CustomFieldDefinition, patch: PatchCustomField, usage: Partial<FieldUsage> = {}) {
  const changed = changeField(before, patch, { ...UNUSED, ...usage });
  return 'problems' in changed ? changed.problems.map(({ path, code }) => [path, code]) : [];
}

describe('changeField', () => {
  it('keeps what the patch does not speak of', () => {
    const { fieldId: _, version: __, ...draft } = tier;
    expect(changeField(tier, {}, UNUSED)).toEqual({ draft });
    expect(changeField(tier, { key: 'level', label: 'Level', archived: true }, UNUSED)).toEqual({
      draft: { ...draft, key: 'level', label: 'Level', archived: true },
    });
  });

  it('never changes the type, whether there are values or not', () => {
    expect(codesOf(tier, { type: 'text' })).toEqual([['type', 'type.fixed']]);
    expect(codesOf(tier, { type: 'single-choice' })).toEqual([]);
  });

  it('archives a choice that is held, and removes one that is not', () => {
    const held = { choices: new Set(['silver']) };
    expect(codesOf(tier, { options: { choices: [gold] } }, held)).toEqual([['options.choices', 'options.in_use']]);
    expect(codesOf(tier, { options: { choices: [gold, { ...silver, archived: true }] } }, held)).toEqual([]);
    expect(codesOf(tier, { options: { choices: [gold] } })).toEqual([]);
  });

  it('asks for another default when the choice of the default goes', () => {
    expect(codesOf(tier, { options: { choices: [silver] } })).toEqual([['default', 'choice.unknown']]);
    expect(codesOf(tier, { options: { choices: [{ ...gold, archived: true }, silver] } })).toEqual([['default', 'choice.archived']]);
    expect(codesOf(tier, { options: { choices: [silver] }, default: 'silver' })).toEqual([]);
    expect(codesOf(tier, { options: { choices: [silver] }, default: null })).toEqual([]);
  });

  it('narrows settings only as far as values allow', () => {
    const text = customField('text', { key: 'note' });
    expect(codesOf(text, { options: { maxLength: 9 } }, { longestText: 10 })).toEqual([['options.maxLength', 'options.in_use']]);
    expect(codesOf(text, { options: { maxLength: 10 } }, { longestText: 10 })).toEqual([]);
    const number = customField('number', { key: 'size' });
    const held = { least: '-2.5', greatest: '10', mostDecimals: 1 };
    expect(codesOf(number, { options: { min: '-2.5', max: '10', scale: 1 } }, held)).toEqual([]);
    expect(codesOf(number, { options: { min: '-2', max: '9.9', scale: 1 } }, held)).toEqual([
      ['options.min', 'options.in_use'],
      ['options.max', 'options.in_use'],
    ]);
    expect(codesOf(number, { options: { scale: 0 } }, held)).toEqual([['options.scale', 'options.in_use']]);
    const money = customField('money', { key: 'worth' });
    expect(codesOf(money, { options: { currencies: ['EUR'] } }, { currencies: new Set(['EUR', 'USD']) })).toEqual([
      ['options.currencies', 'options.in_use'],
    ]);
    expect(codesOf(money, { options: { currencies: [] } }, { currencies: new Set(['USD']) })).toEqual([]);
  });

  it('becomes unique only while no two leads share a value', () => {
    const text = customField('text', { key: 'note' });
    expect(codesOf(text, { unique: true }, { repeats: true })).toEqual([['unique', 'unique.repeated']]);
    expect(codesOf(text, { unique: true })).toEqual([]);
  });
});
