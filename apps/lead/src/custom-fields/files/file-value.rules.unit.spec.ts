import { describe, expect, it } from '@jest/globals';
import type { CustomFieldType } from '@leadstream/contracts';
import { customField } from '../../../test/custom-fields.js';
import { type FileReading, readFileValue } from './file-value.rules.js';

const point: FileReading = { decimalSign: '.', timeZone: 'Europe/Berlin', dateOrder: 'dmy' };
const comma: FileReading = { ...point, decimalSign: ',' };
const euros = customField('money', { options: { currencies: ['EUR'] } });
const euroOrPound = customField('money', { options: { currencies: ['EUR', 'GBP'] } });

describe('readFileValue', () => {
  it('reads days and instants in the order of the file, and midnight behind a day as the day', () => {
    const read = (type: 'date' | 'date-time', cell: string) => readFileValue(customField(type), cell, point);
    expect(read('date', '3.4.2024')).toEqual({ ok: true, value: '2024-04-03' });
    expect(read('date', '2024-01-15 00:00:00')).toEqual({ ok: true, value: '2024-01-15' });
    expect(read('date', '15/01/2024 12:00 am')).toEqual({ ok: true, value: '2024-01-15' });
    expect(read('date', '2024-01-15 13:00')).toEqual({ ok: true, value: '2024-01-15 13:00' });
    expect(read('date-time', 'Jan 15, 2024 2:30 PM')).toEqual({ ok: true, value: '2024-01-15T13:30:00.000Z' });
  });

  it.each(['yes', ' Y ', 'TRUE', '1', 'x', 'ja', 'Oui', 'sí', 'SI', 'sim', 'sì', 'wahr', 'vrai', 'on'])('reads %s as yes', (cell) => {
    expect(readFileValue(customField('boolean'), cell, point)).toEqual({ ok: true, value: true });
  });

  it.each(['no', 'N', 'false', '0', 'nein', 'non', 'não', 'falso', 'off', 'nee'])('reads %s as no', (cell) => {
    expect(readFileValue(customField('boolean'), cell, point)).toEqual({ ok: true, value: false });
  });

  it.each(['maybe', '2', 'yes!', 'null'])('does not guess at %s', (cell) => {
    expect(readFileValue(customField('boolean'), cell, point)).toMatchObject({ code: 'boolean.unknown' });
  });

  it.each([
    ['1234.5', point, '1234.5'],
    ['1,234,567.50', point, '1234567.50'],
    ['-1 234.5', point, '-1234.5'],
    ["1'234", point, '1234'],
    ['\u22125', point, '-5'],
    ['1.234.567,5', comma, '1234567.5'],
    ['1\u202f234,5', comma, '1234.5'],
    ['12,5', comma, '12.5'],
  ])('reads the number %s', (cell, reading, plain) => {
    expect(readFileValue(customField('number'), cell, reading)).toEqual({ ok: true, value: plain });
  });

  it('reads a number of a workbook as it is, whatever sign texts have', () => {
    const typed: FileReading = { ...comma, numbers: new Set([customField('number').key, euros.key]) };
    expect(readFileValue(customField('number'), '3.125', typed)).toEqual({ ok: true, value: '3.125' });
    expect(readFileValue(euros, '3.125', typed)).toEqual({ ok: true, value: { amount: '3.125', currency: 'EUR' } });
    expect(readFileValue(customField('number'), '3.125', comma)).toEqual({ ok: true, value: '3125' });
  });

  it.each([
    ['1.234,5', point],
    ['12,34', point],
    ['1,234,56', point],
    ["1,234'567", point],
    ['1,234.5', comma],
    ['12.5', comma],
    ['five', point],
    ['1e3', point],
  ])('does not guess at the number %s', (cell, reading) => {
    expect(readFileValue(customField('number'), cell, reading)).toMatchObject({ code: 'number.invalid' });
  });

  it.each([
    [euros, '12.50', '12.50', 'EUR'],
    [euros, '€1,234.50', '1234.50', 'EUR'],
    [euros, '12.50 EUR', '12.50', 'EUR'],
    [euros, 'usd 7', '7', 'usd'],
    [euroOrPound, '£ 5', '5', 'GBP'],
    [euroOrPound, '5€', '5', 'EUR'],
  ])('reads an amount: %#', (field, cell, amount, currency) => {
    expect(readFileValue(field, cell, point)).toEqual({ ok: true, value: { amount, currency } });
  });

  it('does not guess at a currency', () => {
    expect(readFileValue(euroOrPound, '12.50', point)).toMatchObject({ code: 'currency.missing', path: 'currency' });
    expect(readFileValue(euroOrPound, '$12.50', point)).toMatchObject({ code: 'currency.missing' });
    expect(readFileValue(customField('money'), '€12.50', point)).toMatchObject({ code: 'currency.missing' });
    expect(readFileValue(euros, 'EUR 12.50 EUR', point)).toMatchObject({ code: 'money.invalid' });
    expect(readFileValue(euros, 'twelve', point)).toMatchObject({ code: 'money.invalid' });
  });

  it('places a local time in the zone of the file', () => {
    expect(readFileValue(customField('date-time'), '2026-07-15 12:00', point)).toEqual({ ok: true, value: '2026-07-15T10:00:00.000Z' });
  });

  it('takes several choices apart', () => {
    expect(readFileValue(customField('multiple-choice'), 'Sailing; Chess & Go', point)).toEqual({
      ok: true,
      value: ['Sailing', ' Chess & Go'],
    });
  });

  it.each<CustomFieldType>(['boolean', 'number', 'money', 'date-time', 'multiple-choice', 'text'])(
    'takes a blank cell of a %s as nothing',
    (type) => {
      expect(readFileValue(customField(type), '  ', point)).toEqual({ ok: true, value: null });
    },
  );

  it('leaves other texts to the normalisation', () => {
    expect(readFileValue(customField('email'), ' Ada@Example.com ', point)).toEqual({ ok: true, value: ' Ada@Example.com ' });
  });
});
