import { describe, expect, it } from '@jest/globals';
import { mergeAddress } from './address.rules.js';
import { mergeBudget } from './budget.rules.js';
import { normaliseCountry } from './country.rules.js';
import { normaliseLanguage } from './language.rules.js';
import { normaliseOwner } from './owner.rules.js';
import { mergeProperty } from './property.rules.js';

const refused = (code: string, path?: string) => expect.objectContaining({ ok: false, code, ...(path !== undefined && { path }) });

describe('normaliseCountry', () => {
  it.each([
    ['de', 'DE'],
    ['DEU', 'DE'],
    [' Germany ', 'DE'],
    ['Deutschland', 'DE'],
    ['Alemania', 'DE'],
    ['brasil', 'BR'],
    ['Cote d’Ivoire', 'CI'],
    ['United States of America', 'US'],
  ])('knows %s as %s', (text, code) => {
    expect(normaliseCountry(text)).toEqual({ ok: true, value: code });
  });

  it.each(['XX', 'ZZZ', 'Atlantis', '49'])('refuses %s', (text) => {
    expect(normaliseCountry(text)).toEqual(refused('country.unknown'));
  });

  it('takes blank as nothing said', () => {
    expect(normaliseCountry('  ')).toEqual({ ok: true, value: null });
  });
});

describe('mergeAddress', () => {
  const known = { street: 'Elm St 1', city: 'Springfield', country: 'US' };

  it('changes stated members, removes cleared ones and keeps the others', () => {
    expect(mergeAddress(known, { city: ' Berlin ', postalCode: '10115', country: 'Germany', street: null })).toEqual({
      ok: true,
      value: { city: 'Berlin', postalCode: '10115', country: 'DE' },
    });
  });

  it('forgets all when the whole is cleared', () => {
    expect(mergeAddress(known, null)).toEqual({ ok: true, value: {} });
  });

  it('names the member it refuses', () => {
    expect(mergeAddress(known, { country: 'Atlantis' })).toEqual(refused('country.unknown', 'address.country'));
    expect(mergeAddress(known, { city: 'a\u0000' })).toEqual(refused('text.control_character', 'address.city'));
    expect(mergeAddress(known, { postalCode: '1'.repeat(21) })).toEqual(refused('text.too_long', 'address.postalCode'));
  });
});

describe('mergeBudget', () => {
  it('stores amounts with two digits behind the point and the currency in capitals', () => {
    expect(mergeBudget(null, { min: '1000', max: '2500.5', currency: 'eur' })).toEqual({
      ok: true,
      value: { min: '1000.00', max: '2500.50', currency: 'EUR' },
    });
  });

  it('keeps the currency when only an end changes, and is gone with its last end', () => {
    const known = { min: '10.00', max: null, currency: 'EUR' };
    expect(mergeBudget(known, { max: '10' })).toEqual({ ok: true, value: { min: '10.00', max: '10.00', currency: 'EUR' } });
    expect(mergeBudget(known, { min: null })).toEqual({ ok: true, value: null });
    expect(mergeBudget(known, null)).toEqual({ ok: true, value: null });
  });

  it.each([
    [{ min: '1' }, 'currency.missing', 'budget.currency'],
    [{ min: '1', currency: 'XYZ' }, 'currency.unknown', 'budget.currency'],
    [{ min: '1,5', currency: 'EUR' }, 'amount.invalid', 'budget.min'],
    [{ max: '1.005', currency: 'EUR' }, 'amount.invalid', 'budget.max'],
    [{ max: '10000000000000', currency: 'EUR' }, 'amount.invalid', 'budget.max'],
    [{ max: '-1', currency: 'EUR' }, 'amount.invalid', 'budget.max'],
    [{ min: '9007199254740.93', max: '9007199254740.92', currency: 'EUR' }, 'budget.reversed', 'budget.min'],
  ])('refuses %j as %s', (stated, code, path) => {
    expect(mergeBudget(null, stated)).toEqual(refused(code, path));
  });
});

describe('mergeProperty', () => {
  it('changes stated members and removes cleared ones', () => {
    expect(mergeProperty({ bedrooms: 2, reference: 'A1' }, { bedrooms: 3, bathrooms: 1.5, reference: ' ' })).toEqual({
      ok: true,
      value: { bedrooms: 3, bathrooms: 1.5 },
    });
    expect(mergeProperty({ bedrooms: 2 }, null)).toEqual({ ok: true, value: {} });
  });
});

describe('normaliseLanguage', () => {
  it.each([
    ['pt_br', 'pt-BR'],
    ['EN', 'en'],
    ['zh-hans-cn', 'zh-Hans-CN'],
    ['iw', 'he'],
  ])('knows %s as %s', (text, tag) => {
    expect(normaliseLanguage(text)).toEqual({ ok: true, value: tag });
  });

  it.each(['xx', 'English please', '12', 'e'])('refuses %s', (text) => {
    expect(normaliseLanguage(text)).toEqual(refused('language.unknown'));
  });
});

describe('normaliseOwner', () => {
  it('takes the id of a member in lower case, and nothing else', () => {
    const id = '0199f3a0-0000-7000-8000-00000000000a';
    expect(normaliseOwner(id.toUpperCase())).toEqual({ ok: true, value: id });
    expect(normaliseOwner(' ')).toEqual({ ok: true, value: null });
    expect(normaliseOwner('someone')).toEqual(refused('owner.invalid'));
  });
});
