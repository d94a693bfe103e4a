import { describe, expect, it } from '@jest/globals';
import { importTemplateChangedV1, importTemplateOptions } from '@leadstream/contracts';
import type { TemplateRecord } from './import-template.js';
import { toldTemplate } from './told-template.rules.js';

const NOON = new Date('2026-11-01T12:00:00Z');
const made: TemplateRecord = {
  templateId: '01920000-0000-7000-8000-000000000001',
  version: 1,
  name: 'Fair',
  options: importTemplateOptions.parse({
    mapping: { Mail: 'email', Firma: 'company', Zweitmail: 'email' },
    constants: { source: 'Fair of Ms Lovelace', company: 'None' },
    values: { Firma: { Lovelace: 'Ada Ltd' } },
    matchBy: ['email', 'customFields.badge'],
    onMatch: 'fill-blanks',
  }),
  createdAt: NOON,
  updatedAt: NOON,
};

describe('what is told of a template', () => {
  it('is what it fills and how it finds leads, and nothing that stands in files', () => {
    const told = toldTemplate({ keys: [], action: 'created', before: undefined, after: made, at: NOON });
    expect(told).toMatchObject({
      templateId: made.templateId,
      action: 'created',
      version: 1,
      name: 'Fair',
      fields: ['email', 'company', 'source'],
      matchKeys: ['email', 'customFields.badge'],
      onMatch: 'fill-blanks',
      onNoMatch: 'create',
      changedAt: '2026-11-01T12:00:00.000Z',
    });
    expect(told.changed).toEqual(expect.arrayContaining(['name', 'mapping', 'constants', 'values', 'matchBy', 'onMatch']));
    expect(told.changed).not.toContain('delimiter');
    expect(importTemplateChangedV1.data.parse(told)).toEqual(told);
    expect(JSON.stringify(told)).not.toMatch(/Lovelace|Ada|Mail/);
  });

  it('names what differs, in whatever order it is kept', () => {
    const { mapping, constants, values: _gone, ...options } = made.options;
    const turned = Object.fromEntries(Object.entries(mapping ?? {}).toReversed()) as typeof mapping;
    const after = { ...made, version: 2, name: 'Expo', options: { constants, mapping: turned, ...options, matchBy: 'email' as const } };
    const told = toldTemplate({ keys: [], action: 'updated', before: made, after, at: NOON });
    expect(told).toMatchObject({ action: 'updated', version: 2, name: 'Expo', matchKeys: ['email'] });
    expect(told.changed.toSorted()).toEqual(['matchBy', 'name', 'values']);
  });

  it('is nothing new of one that goes, in the version in which it does', () => {
    const told = toldTemplate({ keys: [], action: 'deleted', before: made, after: { ...made, version: 2 }, at: NOON });
    expect(told).toMatchObject({ action: 'deleted', version: 2, changed: [], name: 'Fair', fields: ['email', 'company', 'source'] });
  });

  it('holds of one that an earlier release kept with fewer options', () => {
    const old = { ...made, options: {} as TemplateRecord['options'] };
    const told = toldTemplate({ keys: [], action: 'updated', before: old, after: old, at: NOON });
    expect(told).toMatchObject({ changed: [], fields: [], matchKeys: ['externalId'], onMatch: 'update', onNoMatch: 'create' });
  });
});
