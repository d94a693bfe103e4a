import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { getCountries, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { candidate, NOWHERE } from '../people.fixture.spec.js';
import { comparableLead } from './comparable-lead.rules.js';
import { comparablePhone } from './contact.rules.js';
import { plainText } from './plain-text.rules.js';

describe('plainText', () => {
  it.each([
    ['  Zoë ', 'zoe'],
    ['Zoe\u0308', 'zoe'],
    ["O'Brien", 'obrien'],
    ['Smith-Jones', 'smith jones'],
    ['Иван', 'ivan'],
    ['Straße', 'strasse'],
    ['...', null],
  ])('reads %s as %s', (text, plain) => expect(plainText(text)).toBe(plain));
});

describe('comparableLead', () => {
  it('leaves titles and forms of companies out', () => {
    expect(comparableLead(candidate({ firstName: 'Dr. Ada', lastName: 'Lovelace', company: 'Acme Inc.' }))).toMatchObject({
      firstName: 'ada',
      lastName: 'lovelace',
      company: 'acme',
    });
  });

  it('takes the last word of a whole name as last name', () => {
    expect(comparableLead(candidate({ firstName: 'Ada King Lovelace' }))).toMatchObject({ firstName: 'ada king', lastName: 'lovelace' });
    expect(comparableLead(candidate({ firstName: 'Ada' }))).toMatchObject({ firstName: 'ada', lastName: null });
  });

  it('splits an address into what is compared', () => {
    const address = { ...NOWHERE, streetNumber: '12 A', street: 'Maltby Cct', unit: 'Apt. 4', postalCode: '12345-6789' };
    expect(comparableLead(candidate({ address }))).toMatchObject({
      streetNumber: '12a',
      street: { name: 'maltby', kind: 'circuit' },
      unit: 'unit 4',
      postalCode: '12345',
    });
    expect(comparableLead(candidate({ address: { ...NOWHERE, street: 'St Kilda Road' } })).street).toEqual({
      name: 'st kilda',
      kind: 'road',
    });
    expect(comparableLead(candidate({ address: { ...NOWHERE, street: 'Rue de Rivoli' } })).street).toEqual({
      name: 'de rivoli',
      kind: 'rue',
    });
  });

  it('says nothing where nothing was said, or blanks', () => {
    const blank = candidate({ firstName: ' ', email: null, attributes: { birthDate: { kind: 'date', value: '-' } } });
    const { candidate: _, attributes, ...fields } = comparableLead(blank);
    expect(new Set(Object.values(fields))).toEqual(new Set([null]));
    expect(attributes.size).toBe(0);
  });

  it('knows no person behind an office', () => {
    expect(comparableLead(candidate({ email: 'info@acme.example' })).email).toEqual({ address: 'info@acme.example', user: null });
  });
});

describe('comparablePhone', () => {
  it('has behind each calling code what the whole of all numbering plans has', () => {
    const codes = [...new Set(getCountries().map((country) => getCountryCallingCode(country)))];
    const digits = fc.tuple(fc.constantFrom(...codes), fc.stringMatching(/^\d{1,15}$/)).map((parts) => parts.join(''));
    fc.assert(
      fc.property(digits, (all) => {
        expect(comparablePhone(`+${all}`)?.national).toBe(parsePhoneNumberFromString(`+${all}`)?.nationalNumber ?? all);
      }),
      { numRuns: 2_000 },
    );
  });
});
