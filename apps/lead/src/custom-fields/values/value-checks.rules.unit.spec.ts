import { describe, expect, it } from '@jest/globals';
import { CUSTOM_FIELD_TYPES, type CustomFieldType, type StatedCustomValue } from '@leadstream/contracts';
import { customField } from '../../../test/custom-fields.js';
import { checkValue } from './value-checks.rules.js';

const LEAD = '01920000-0000-7000-8000-0000000000ff';

const accepted: readonly (readonly [CustomFieldType, StatedCustomValue, unknown])[] = [
  ['text', '  Zoe\u0308 & Co ', 'Zoë & Co'],
  ['text', '2026-01-01', '2026-01-01'],
  ['long-text', 'one\ntwo\t3', 'one\ntwo\t3'],
  ['number', '12.50', '12.5'],
  ['number', 12.5, '12.5'],
  ['number', 0.1, '0.1'],
  ['number', '0.30', '0.3'],
  ['number', '+007', '7'],
  ['number', '-0.000', '0'],
  ['number', '-0.5', '-0.5'],
  ['number', '999999999999.999999', '999999999999.999999'],
  ['money', { amount: '12.5', currency: 'usd' }, { amount: '12.50', currency: 'USD' }],
  ['money', { amount: 0.1, currency: 'EUR' }, { amount: '0.10', currency: 'EUR' }],
  ['money', { amount: '9999999999999.99', currency: 'JPY' }, { amount: '9999999999999.99', currency: 'JPY' }],
  ['money', { amount: '-12', currency: 'EUR' }, { amount: '-12.00', currency: 'EUR' }],
  ['date', '2024-02-29', '2024-02-29'],
  ['date', ' 0001-01-01 ', '0001-01-01'],
  ['date-time', '2018-02-26T19:58:54+05:30', '2018-02-26T14:28:54.000Z'],
  ['date-time', '2018-02-26 19:58:54.123456Z', '2018-02-26T19:58:54.123Z'],
  ['boolean', true, true],
  ['boolean', false, false],
  ['boolean', 'False', false],
  ['single-choice', 'gold', 'gold'],
  ['single-choice', ' SILVER Member ', 'silver'],
  ['multiple-choice', ['chess & go', 'sailing', 'CHESS'], ['sailing', 'chess']],
  ['multiple-choice', 'Sailing', ['sailing']],
  ['url', 'HTTPS://Bücher.example/Weg?a=1#x', 'https://xn--bcher-kva.example/Weg?a=1#x'],
  ['url', 'http://example.com', 'http://example.com/'],
  ['email', ' Ada@Example.COM ', 'ada@example.com'],
  ['phone', '030 901820', '+4930901820'],
  ['phone', '+44 20 7946 0018', '+442079460018'],
  ['lead-reference', LEAD.toUpperCase(), LEAD],
];

const refused: readonly (readonly [CustomFieldType, StatedCustomValue, string])[] = [
  ['text', 5, 'custom_field.type'],
  ['text', 'a\u0000b', 'text.control_character'],
  ['text', 'x\ud800', 'text.malformed'],
  ['text', 'x'.repeat(201), 'text.too_long'],
  ['number', '1e3', 'number.invalid'],
  ['number', '1,5', 'number.invalid'],
  ['number', '0x10', 'number.invalid'],
  ['number', 'NaN', 'number.invalid'],
  ['number', '٣', 'number.invalid'],
  ['number', true, 'custom_field.type'],
  ['number', '1000000000000', 'number.too_large'],
  ['number', '0.0000001', 'number.too_precise'],
  ['number', 123456789012.1234, 'number.imprecise'],
  ['number', 1e21, 'number.imprecise'],
  ['money', '12.50', 'custom_field.type'],
  ['money', { amount: '12.505', currency: 'EUR' }, 'number.too_precise'],
  ['money', { amount: '10000000000000', currency: 'EUR' }, 'number.too_large'],
  ['money', { amount: '1', currency: 'XXY' }, 'currency.unknown'],
  ['money', { amount: '1', currency: '' }, 'currency.missing'],
  ['date', '2023-02-29', 'date.impossible'],
  ['date', '2023-13-01', 'date.impossible'],
  ['date', '0000-01-01', 'date.impossible'],
  ['date', '1.2.2023', 'date.format'],
  ['date', '2023-02-01T00:00:00Z', 'date.format'],
  ['date-time', '2023-02-01T10:00:00', 'instant.offset_missing'],
  ['date-time', '2023-02-01', 'instant.offset_missing'],
  ['date-time', '2023-02-30T10:00:00Z', 'instant.impossible'],
  ['date-time', '9999-12-31T23:59:59-05:00', 'instant.out_of_range'],
  ['date-time', '0001-01-01T00:00:00+05:00', 'instant.out_of_range'],
  ['boolean', 'yes', 'boolean.unknown'],
  ['boolean', 1, 'custom_field.type'],
  ['single-choice', 'platinum', 'choice.unknown'],
  ['single-choice', 'Bronze', 'choice.archived'],
  ['single-choice', ['gold'], 'custom_field.type'],
  ['multiple-choice', ['sailing', 'judo'], 'choice.unknown'],
  ['multiple-choice', true, 'custom_field.type'],
  ['url', 'ftp://example.com', 'url.invalid'],
  ['url', 'javascript:alert(1)', 'url.invalid'],
  ['url', 'example.com', 'url.invalid'],
  ['url', 'http:example.com', 'url.invalid'],
  ['url', 'https://exa mple.com', 'url.invalid'],
  ['url', 'https://example.com/a\tb', 'url.invalid'],
  ['url', 'https://ada:secret@example.com', 'url.credentials'],
  ['url', `https://example.com/${'ü'.repeat(700)}`, 'url.too_long'],
  ['email', 'not-an-address', 'email.invalid'],
  ['phone', '12', 'phone.invalid'],
  ['lead-reference', '42', 'reference.invalid'],
];

describe('checkValue', () => {
  it.each(accepted)('a %s takes %j as %j', (type, stated, stored) => {
    expect(checkValue(stated, customField(type))).toEqual({ ok: true, value: stored });
  });

  it.each(accepted)('a %s takes what it made of %j as it is', (type, _stated, stored) => {
    expect(checkValue(stored as StatedCustomValue, customField(type))).toEqual({ ok: true, value: stored });
  });

  it.each(refused)('a %s refuses %j with %s', (type, stated, code) => {
    expect(checkValue(stated, customField(type))).toMatchObject({ ok: false, code });
  });

  it.each(CUSTOM_FIELD_TYPES)('takes nothing said of a %s as null', (type) => {
    const blank = type === 'money' ? { amount: ' ', currency: 'EUR' } : ' ';
    expect(checkValue(blank, customField(type))).toEqual({ ok: true, value: null });
    expect(checkValue(null, customField(type))).toEqual({ ok: true, value: null });
  });

  it('keeps to the settings of the field', () => {
    const number = customField('number', { options: { min: '-1', max: '10.5', scale: 1 } });
    expect(checkValue('10.5', number)).toEqual({ ok: true, value: '10.5' });
    expect(checkValue('-1.1', number)).toMatchObject({ code: 'number.below_min' });
    expect(checkValue('10.6', number)).toMatchObject({ code: 'number.above_max' });
    expect(checkValue('1.25', number)).toMatchObject({ code: 'number.too_precise' });
    const euros = customField('money', { options: { currencies: ['EUR'] } });
    expect(checkValue({ amount: '1', currency: 'USD' }, euros)).toMatchObject({ code: 'currency.not_accepted', path: 'currency' });
    const anywhere = customField('phone', { options: { defaultRegion: null } });
    expect(checkValue('030 901820', anywhere)).toMatchObject({ code: 'phone.region_missing' });
  });

  it('leaves an archived choice to who has it', () => {
    expect(checkValue('bronze', customField('single-choice'), 'bronze')).toEqual({ ok: true, value: 'bronze' });
    expect(checkValue(['golf', 'sailing'], customField('multiple-choice'), ['golf'])).toEqual({ ok: true, value: ['sailing', 'golf'] });
  });

  it('names the place in a list', () => {
    expect(checkValue(['sailing', 'judo'], customField('multiple-choice'))).toMatchObject({ path: '1' });
  });
});
