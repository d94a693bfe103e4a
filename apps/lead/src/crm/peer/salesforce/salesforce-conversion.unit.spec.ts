import { describe, expect, it } from '@jest/globals';
import { contactIdOf, convertedRecord, isContactId, namesInLead, sharedFields, toldToContact } from './salesforce-conversion.rules.js';
import { ID_FIELD } from './salesforce-record.rules.js';

const LEAD = '00Q000000000001AAA';
const CONTACT = '003000000000009AAA';
const record = (Id: string, SystemModstamp: string, fields: Record<string, unknown>) => ({
  Id,
  SystemModstamp,
  IsDeleted: false,
  ...fields,
});

const shared = sharedFields(['Email', 'Title', 'Company', 'City', 'HasOptedOutOfEmail', ID_FIELD], new Set(['Email', 'MailingCity', 'HasOptedOutOfEmail', ID_FIELD])); // prettier-ignore

describe('fields that leads and contacts have in common', () => {
  it('are those that contacts show, under the names that contacts have for them', () => {
    expect([...shared]).toEqual([
      ['Email', 'Email'],
      ['City', 'MailingCity'],
      ['HasOptedOutOfEmail', 'HasOptedOutOfEmail'],
      [ID_FIELD, ID_FIELD],
    ]);
  });

  it('are told to contacts, and no others; what is refused is named as leads name it', () => {
    expect(toldToContact({ City: 'London', Company: 'X', Title: null, Email: null }, shared)).toEqual({
      MailingCity: 'London',
      Email: null,
    });
    expect(namesInLead(['MailingCity', 'Name'], shared)).toEqual(['City']);
  });
});

describe('a lead that was converted', () => {
  it('is known by what it says and by the id of its contact', () => {
    const at = '2026-11-01T12:00:00.000+0000';
    expect(contactIdOf(record(LEAD, at, { IsConverted: true, ConvertedContactId: CONTACT }))).toBe(CONTACT);
    expect(contactIdOf(record(LEAD, at, { IsConverted: true, ConvertedContactId: null }))).toBeUndefined();
    expect(contactIdOf(record(LEAD, at, { IsConverted: false, ConvertedContactId: null }))).toBeUndefined();
    expect([isContactId(CONTACT), isContactId(LEAD)]).toEqual([true, false]);
  });

  it('is its contact from then on, with what only leads have as it was when the last of them was converted', () => {
    const contact = record(CONTACT, '2026-11-03T00:00:00.000+0000', { Email: 'ada@x.com', MailingCity: null, HasOptedOutOfEmail: true });
    const later = record(LEAD, '2026-11-02T00:00:00.000+0000', {
      Email: 'old@x.com',
      City: 'London',
      Title: 'Countess',
      Company: 'Engines',
    });
    const earlier = record('00Q000000000000AAA', '2026-11-01T00:00:00.000+0000', { Title: 'Miss', Company: '[not provided]' });
    const read = convertedRecord(contact, [later, earlier], shared);
    expect(read).toMatchObject({ peerId: CONTACT, leadId: null, modifiedAt: new Date('2026-11-03T00:00:00Z'), optedOut: ['email'] });
    expect(read.mergedIds).toEqual([LEAD, '00Q000000000000AAA']);
    expect(read.properties).toMatchObject({ Email: 'ada@x.com', City: null, Title: 'Countess', Company: 'Engines' });
  });
});
