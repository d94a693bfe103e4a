import { describe, expect, it } from '@jest/globals';
import { customField } from '../../../test/custom-fields.js';
import { leadRecord } from '../../../test/filters.js';
import { EMPTY_LEAD } from '../../lead/lead.js';
import { CORE_FIELDS } from './core-fields.rules.js';
import { fieldRegistry } from './field-registry.rules.js';

describe('fieldRegistry', () => {
  it('has every field of a lead, as itself or by its members', () => {
    const names = CORE_FIELDS.map(({ name }) => name.split('.')[0]);
    const { leadId: _, version: __, sourceMetadata: ___, customFields: ____, ...fields } = leadRecord();
    expect(Object.keys(fields).filter((field) => !names.includes(field))).toEqual([]);
  });

  it('reads a field that holds nothing as empty, and never anything but a stored value', () => {
    const empty = CORE_FIELDS.filter(({ read }) => read({ ...leadRecord(), ...EMPTY_LEAD }) === null).map(({ name }) => name);
    expect(empty).toEqual(expect.arrayContaining(['externalId', 'firstName', 'lastName', 'email', 'phone', 'company', 'timeZone']));
    expect(CORE_FIELDS.map(({ read }) => read(leadRecord())).every((value) => value === null || typeof value === 'string')).toBe(true);
  });

  it('finds by name and by what a stored condition speaks of', () => {
    const tier = customField('text', { key: 'tier', label: 'Tier', indexed: true });
    const old = customField('text', { key: 'old', indexed: true, archived: true });
    const registry = fieldRegistry([tier, old]);
    expect(registry.find('customFields.tier')).toMatchObject({ label: 'Tier', place: { fieldId: tier.fieldId, indexed: true } });
    expect(registry.find('customFields.old')).toMatchObject({ place: { indexed: false } });
    expect(registry.find('sourceMetadata.utm_source')).toMatchObject({ place: { column: 'source_metadata', member: 'utm_source' } });
    for (const field of registry.fields) expect(registry.resolve(field.ref)).toEqual(field);
    expect(fieldRegistry([]).resolve({ kind: 'custom', fieldId: tier.fieldId })).toBeUndefined();
  });

  it('has no two fields of one name', () => {
    const names = fieldRegistry([]).fields.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
