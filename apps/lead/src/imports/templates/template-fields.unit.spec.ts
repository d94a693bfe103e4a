import { expect, it } from '@jest/globals';
import { importTemplateOptions } from '@leadstream/contracts';
import type { CustomFieldKey } from '../../custom-fields/custom-field.js';
import { keptOptions, shownOptions, unknownFieldProblems } from './template-fields.rules.js';

const fieldId = '01920000-0000-7000-8000-000000000001';
const keys = (key: string): CustomFieldKey[] => [{ fieldId, key, type: 'text' }];
const options = importTemplateOptions.parse({
  mapping: { 'customFields.badge': 'customFields.badge', Mail: 'email' },
  constants: { 'customFields.badge': 'none', source: 'fair' },
  values: { 'customFields.badge': { X: 'customFields.badge' } },
  matchBy: ['email', 'customFields.badge'],
});

it('keeps custom fields by their ids, and headings and words of files as they are', () => {
  const kept = keptOptions(options, keys('badge'));
  expect(kept).toEqual({
    ...options,
    mapping: { 'customFields.badge': `customFields.${fieldId}`, Mail: 'email' },
    constants: { [`customFields.${fieldId}`]: 'none', source: 'fair' },
    matchBy: ['email', `customFields.${fieldId}`],
  });
  expect(shownOptions(kept, keys('badge'))).toEqual(options);
  expect(shownOptions(kept, keys('pass'))).toMatchObject({
    mapping: { 'customFields.badge': 'customFields.pass' },
    constants: { 'customFields.pass': 'none' },
    matchBy: ['email', 'customFields.pass'],
  });
  expect(keptOptions({ ...options, matchBy: 'customFields.badge' }, keys('badge')).matchBy).toBe(`customFields.${fieldId}`);
});

it('says where a field stands that is not in use', () => {
  expect(unknownFieldProblems(options, [{ key: 'badge' }])).toEqual([]);
  expect(unknownFieldProblems(options, []).map(({ path, code }) => `${path} ${code}`)).toEqual([
    'options.mapping.customFields.badge custom_field.unknown',
    'options.constants.customFields.badge custom_field.unknown',
    'options.matchBy.1 custom_field.unknown',
  ]);
});
