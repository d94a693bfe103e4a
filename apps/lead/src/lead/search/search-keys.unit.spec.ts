import { describe, expect, it } from '@jest/globals';
import { EMPTY_LEAD, type LeadFields } from '../lead.js';
import { attachmentKeys, MOST_ATTACHMENT_KEYS } from './attachment-keys.rules.js';
import { phoneKeys, phonePrefixes } from './phone-keys.rules.js';
import { MOST_KEYS, searchKeys } from './search-keys.rules.js';
import { emailWords, searchWords } from './search-words.rules.js';

const keysOf = (fields: Partial<LeadFields>) => searchKeys({ ...EMPTY_LEAD, ...fields });

describe('searchWords', () => {
  it.each([
    ['Zoë  MÜLLER', ['zoe', 'muller']],
    ['Zoe\u0308', ['zoe']],
    ["Shane O'Brien-Smith", ['shane', 'obrien', 'smith']],
    ['Shane O’Brien', ['shane', 'obrien']],
    ['Łukasz Ørsted, Straße 7', ['lukasz', 'orsted', 'strasse', '7']],
    ['Иван Ελένη', ['ivan', 'eleni']],
    ['AT&T', ['at', 't']],
    ['— ... 🙂 —', []],
    ['', []],
  ])('reads %j as %j', (text, keys) => expect(searchWords(text).map(({ key }) => key)).toEqual(keys));

  it('says where each word stands', () => {
    const text = 'Dr. Zoe\u0308 de\tLa-Cruz';
    expect(searchWords(text).map(({ start, end }) => text.slice(start, end))).toEqual(['Dr', 'Zoe\u0308', 'de', 'La', 'Cruz']);
  });

  it('cuts words that are longer than anybody types', () => {
    expect(searchWords('x'.repeat(200)).map(({ key }) => key)).toEqual(['x'.repeat(32)]);
  });
});

describe('emailWords', () => {
  it.each([
    ['sarah.johnson+crm@mail.acme.co.uk', ['sarah', 'johnson', 'crm', 'mail', 'acme', 'co']],
    ['ada@localhost', ['ada']],
  ])('of %s are %j', (email, keys) => expect(emailWords(email).map(({ key }) => key)).toEqual(keys));
});

describe('the keys of a telephone number', () => {
  it.each([
    ['+4930901820', ['+4930901820', '#30901820', '~0281090394']],
    ['+12025550143', ['+12025550143', '#2025550143', '~34105552021']],
    ['+390612345678', ['+390612345678', '#612345678', '~876543216093']],
    ['+3545512345', ['+3545512345', '#5512345', '~5432155453']],
  ])('of %s are %j', (number, keys) => expect(phoneKeys(number)).toEqual(keys));

  it.each([
    '+49 30 901820',
    '+49 (0)30 / 90 18-20',
    '0049 30 901820',
    '011 49 30 901820',
    '0011 49 30 901820',
    '030 901820',
    '(030) 90.18.20',
    '4930901820',
    '901820',
    '30 90',
    '+49 30 90',
    '030 90',
  ])('of +4930901820 are reached by %s', (typed) => {
    const keys = phoneKeys('+4930901820');
    expect(phonePrefixes(typed).some((prefix) => keys.some((key) => key.startsWith(prefix)))).toBe(true);
  });

  it.each([
    ['+79123456789', '8 (912) 345-67-89'],
    ['+77011234567', '8 701 123 45 67'],
    ['+37061234567', '8 612 34567'],
    ['+5511987654321', '0 15 11 98765-4321'],
    ['+819012345678', '010 81 90 1234 5678'],
    ['+14155552671', '1-415-555-2671'],
    ['+14155552671', '415–555–2671'],
  ])('of %s are reached by %s, as it is dialled there', (number, typed) => {
    const keys = phoneKeys(number);
    expect(phonePrefixes(typed).some((prefix) => keys.some((key) => key.startsWith(prefix)))).toBe(true);
  });

  it.each(['040 901820', '+48 30 901820', '901821', '0', '030', '+49'])('of +4930901820 are not reached by %s', (typed) => {
    const keys = phoneKeys('+4930901820');
    expect(phonePrefixes(typed).some((prefix) => keys.some((key) => key.startsWith(prefix)))).toBe(false);
  });
});

describe('searchKeys', () => {
  it('are the words of names, e-mail, phone and company, each once', () => {
    const lead = {
      firstName: 'Sarah',
      lastName: 'Johnson',
      email: 'sarah.johnson@acme.com',
      phone: '+12025550143',
      company: 'Acme Realty',
    };
    expect(keysOf({ ...lead, jobTitle: 'Broker', externalId: 'x-1' })).toEqual([
      'sarah',
      'johnson',
      'acme',
      '+12025550143',
      '#2025550143',
      '~34105552021',
      'realty',
    ]);
  });

  it('are none for a lead that is known by its external id only', () => expect(keysOf({ externalId: 'x-1' })).toEqual([]));

  it('are not more than the table takes', () => {
    const company = Array.from({ length: 100 }, (_, index) => index).join(' ');
    expect(keysOf({ company })).toHaveLength(MOST_KEYS);
  });
});

describe('attachmentKeys', () => {
  it('are the words of a text, each once, whatever marks stand around them', () => {
    expect(attachmentKeys('# Café\n\n*Wants* a **café**; see offer_2026.pdf')).toEqual([
      'cafe',
      'wants',
      'a',
      'see',
      'offer',
      '2026',
      'pdf',
    ]);
  });

  it('are not more than the table takes', () => {
    const text = Array.from({ length: 3_000 }, (_, index) => index).join(' ');
    expect(attachmentKeys(text)).toHaveLength(MOST_ATTACHMENT_KEYS);
  });
});
