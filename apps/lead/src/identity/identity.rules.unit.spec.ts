import { describe, expect, it } from '@jest/globals';
import { uuidV7 } from '@leadstream/kernel';
import { customField } from '../../test/custom-fields.js';
import { EMPTY_LEAD, type LeadRecord } from '../lead/lead.js';
import { normaliseLead, type StatedLead } from '../lead/lead.rules.js';
import { DEFAULT_VOCABULARY } from '../lead/vocabulary.js';
import { fillingFields } from './identity.rules.js';

const AT = new Date('2026-03-02T10:00:00Z');
const tier = customField('text', { key: 'tier' });
const vat = customField('text', { key: 'vat' });
const facts = { definitions: [tier, vat], liveLeads: new Set<never>() };

const known = (fields: Partial<LeadRecord>): LeadRecord => ({
  ...EMPTY_LEAD,
  leadId: uuidV7.next(),
  version: 1,
  status: 'new',
  statusChangedAt: AT,
  capturedAt: AT,
  createdAt: AT,
  updatedAt: AT,
  deletedAt: null,
  ...fields,
});
const filling = (before: LeadRecord, stated: StatedLead) =>
  fillingFields(before, stated, normaliseLead(stated, DEFAULT_VOCABULARY).fields, facts);

describe('what a lead learns from its visitor', () => {
  it('is the member that it lacks, beside those that it has', () => {
    const before = known({ address: { country: 'DE', city: 'Bonn' }, property: { bedrooms: 3 } });
    expect(filling(before, { address: { city: 'Berlin', postalCode: '10115' }, property: { bathrooms: 2 } })).toMatchObject({
      value: { address: { country: 'DE', city: 'Bonn', postalCode: '10115' }, property: { bedrooms: 3, bathrooms: 2 } },
    });
  });

  it('is the custom value that it lacks, and none over one that it has', () => {
    const before = known({ customFields: { [tier.fieldId]: 'silver' } });
    expect(filling(before, { customFields: { tier: 'gold', vat: 'DE1' } })).toEqual({
      value: { customFields: { [tier.fieldId]: 'silver', [vat.fieldId]: 'DE1' } },
    });
  });

  it('is nothing of its lifecycle, of which a lead always has a stage', () => {
    expect(filling(known({}), { lifecycleStage: 'customer', company: 'Analytical' })).toEqual({
      value: { company: 'Analytical', customFields: {} },
    });
  });

  it('is refused with a custom value that cannot stand, known or not', () => {
    const before = known({ customFields: { [tier.fieldId]: 'silver' } });
    expect(filling(before, { customFields: { tier: 5, nope: 1 } })).toEqual({
      errors: [
        expect.objectContaining({ path: 'customFields.tier', code: 'custom_field.type' }),
        expect.objectContaining({ path: 'customFields.nope', code: 'custom_field.unknown' }),
      ],
    });
  });
});
