import { describe, expect, it } from '@jest/globals';
import { comparableStreet } from '../comparable/address.rules.js';
import { comparableLead } from '../comparable/comparable-lead.rules.js';
import { comparableEmail, comparablePhone } from '../comparable/contact.rules.js';
import { candidate, NOWHERE } from '../people.fixture.spec.js';
import { emailAgreement } from './email-agreement.rules.js';
import { firstNameAgreement, textAgreement } from './name-agreement.rules.js';
import { dateAgreement, identifierAgreement, phoneAgreement, streetNumberAgreement } from './number-agreement.rules.js';
import { isOneSlip } from './one-slip.rules.js';
import { localityAgreement, streetAgreement } from './place-agreement.rules.js';

describe('isOneSlip', () => {
  it.each([
    ['1234', '1243', true],
    ['1234', '123', true],
    ['1234', '12934', true],
    ['1234', '1934', true],
    ['1234', '1234', false],
    ['1234', '4321', false],
    ['1234', '12', false],
    ['1234', '2143', false],
  ])('%s and %s: %s, whichever comes first', (left, right, expected) => {
    expect(isOneSlip(left, right)).toBe(expected);
    expect(isOneSlip(right, left)).toBe(expected);
  });
});

describe('names', () => {
  it.each([
    ['robert', 'robert', 'equal'],
    ['mac donald', 'macdonald', 'equal'],
    ['robert', 'robrt', 'close'],
    ['harrington', 'harringtn', 'close'],
    ['smith jones', 'jones', 'related'],
    ['smith', 'jones', 'different'],
    ['jan', 'jon', 'different'],
  ])('%s and %s are %s', (left, right, level) => {
    expect(textAgreement(left, right).level).toBe(level);
    expect(textAgreement(right, left).level).toBe(level);
  });

  it.each([
    ['bob', 'robert', 'related'],
    ['liz', 'elizabeth', 'related'],
    ['bob', 'rob', 'related'],
    ['r', 'robert', 'related'],
    ['r', 'thomas', 'different'],
    ['thomas', 'robert', 'different'],
  ])('of the first names %s and %s: %s', (left, right, level) => {
    expect(firstNameAgreement(left, right).level).toBe(level);
    expect(firstNameAgreement(right, left).level).toBe(level);
  });
});

describe('numbers', () => {
  it.each([
    ['19720812', '19720812', 'equal'],
    ['19720812', '19721208', 'close'],
    ['19720812', '19720821', 'close'],
    ['19720812', '19510302', 'different'],
  ])('dates %s and %s are %s', (left, right, level) => expect(dateAgreement(left, right).level).toBe(level));

  it('identifiers are close by one slip, unless they are too short for it to mean anything', () => {
    expect(identifierAgreement('6988048', '6988084').level).toBe('close');
    expect(identifierAgreement('6988048', '1234567').level).toBe('different');
    expect(identifierAgreement('123', '124').level).toBe('different');
  });

  it('house numbers tell neighbouring doors from slips', () => {
    expect(streetNumberAgreement('12', '21').level).toBe('close');
    expect(streetNumberAgreement('12', '12a').level).toBe('related');
    expect(streetNumberAgreement('3', '4').level).toBe('different');
  });

  it('telephones agree behind another country code', () => {
    const agree = (left: string, right: string) => {
      const [a, b] = [comparablePhone(left), comparablePhone(right)];
      return a && b && phoneAgreement(a, b).level;
    };
    expect(agree('+4930901820', '+49 30 901820')).toBe('equal');
    expect(agree('+4930901820', '+4930901802')).toBe('close');
    expect(agree('+12025550123', '+442025550123')).toBe('related');
    expect(agree('+4930901820', '+33142685300')).toBe('different');
  });
});

describe('e-mail', () => {
  it.each([
    ['ada.lovelace+crm@example.com', 'adalovelace@example.com', 'equal'],
    ['ada.lovelace@example.com', 'ada.lovelace@home.example', 'related'],
    ['ada.lovelace@example.com', 'ada.lovelac@example.com', 'close'],
    ['info@a.example', 'info@b.example', 'different'],
    ['max@a.example', 'max@b.example', 'different'],
  ])('%s and %s are %s', (left, right, level) => {
    const [a, b] = [comparableEmail(left), comparableEmail(right)];
    expect(a && b && emailAgreement(a, b).level).toBe(level);
  });
});

describe('places', () => {
  const at = (place: Partial<typeof NOWHERE>) => comparableLead(candidate({ address: { ...NOWHERE, ...place } }));
  const locality = (left: Partial<typeof NOWHERE>, right: Partial<typeof NOWHERE>) => localityAgreement(at(left), at(right))?.level;

  it('streets are compared without abbreviations', () => {
    const agree = (left: string, right: string) => {
      const [a, b] = [comparableStreet(left), comparableStreet(right)];
      return a && b && streetAgreement(a, b).level;
    };
    expect(agree('Tullaroop St.', 'tullaroop street')).toBe('equal');
    expect(agree('Hauptstr.', 'Hauptstraße')).toBe('equal');
    expect(agree('Park Road', 'Park Lane')).toBe('close');
    expect(agree('Waller Street', 'Maltby Street')).toBe('different');
  });

  it('postal code and city count as one', () => {
    const town = { postalCode: '4011', city: 'St James' };
    expect(locality(town, town)).toBe('equal');
    expect(locality(town, { postalCode: '4101', city: 'St James' })).toBe('close');
    expect(locality(town, { postalCode: '4011', city: 'Bittern' })).toBe('close');
    expect(locality(town, { postalCode: '9999', city: 'St James' })).toBe('related');
    expect(locality(town, { city: 'Bittern' })).toBe('different');
    expect(locality(town, {})).toBeUndefined();
    expect(locality({ city: 'Springfield', region: 'IL' }, { city: 'Springfield', region: 'MA' })).toBe('different');
    expect(locality({ postalCode: '1010', country: 'AT' }, { postalCode: '1010', country: 'NZ' })).toBe('different');
  });
});
