import { describe, expect, it } from '@jest/globals';
import { formatOf, NUMBER_FORMAT } from './cell-format.rules.js';
import { decodeEscapes, textOfNumber } from './cell-text.rules.js';

const number = (stored: string, code?: string) => textOfNumber(stored, formatOf(164, code) ?? NUMBER_FORMAT, false);
const inFormat = (stored: string, format: number | string, is1904 = false) =>
  textOfNumber(stored, (typeof format === 'number' ? formatOf(format, undefined) : formatOf(164, format)) ?? NUMBER_FORMAT, is1904);

describe('a number', () => {
  it.each([
    ['919876543210', '919876543210'],
    ['9.1987654321E+11', '919876543210'],
    ['4915112345678', '4915112345678'],
    ['12345678901234567890', '12345678901234567890'],
    ['1.2345678901234568E+16', '12345678901234568'],
    ['0.1', '0.1'],
    ['0.30000000000000004', '0.3'],
    ['1.1000000000000001', '1.1'],
    ['208010.32999999999', '208010.33'],
    ['1E-3', '0.001'],
    ['1.5E-7', '0.00000015'],
    ['-1.50E+3', '-1500'],
    ['12.50', '12.5'],
    ['3.5E8', '350000000'],
    ['-0.0', '0'],
    ['0', '0'],
    ['007', '7'],
    ['1234.5678E2', '123456.78'],
    ['NaN', 'NaN'],
  ])('%s is shown as %s', (stored, shown) => {
    expect(number(stored)).toBe(shown);
  });

  it.each([
    ['6652', '00000', '06652'],
    ['21046652', '00000\\-0000', '021046652'],
    ['6652.5', '00000', '6652.5'],
    ['-7', '000', '-007'],
    ['0.25', '0%', '0.25'],
    ['1234', '#,##0.00', '1234'],
    ['5', '0', '5'],
  ])('%s in the format %s is %s', (stored, format, shown) => {
    expect(number(stored, format)).toBe(shown);
  });
});

describe('a day or a time', () => {
  // Serials of 18.17.4.1 of ECMA-376, part 1, and of Microsoft's "1900 and 1904 date system" support article.
  it.each([
    ['1', 14, '1900-01-01'],
    ['59', 14, '1900-02-28'],
    ['60', 14, '1900-02-29'],
    ['61', 14, '1900-03-01'],
    ['25569', 14, '1970-01-01'],
    ['40729', 14, '2011-07-05'],
    ['45444', 22, '2024-06-01'],
    ['2958465', 14, '9999-12-31'],
    ['40729.5', 22, '2011-07-05 12:00:00'],
    ['25569.342060185187', 22, '1970-01-01 08:12:34'],
    ['25569.000005787037', 22, '1970-01-01 00:00:00.500'],
    ['0.5', 20, '12:00:00'],
    ['1.5', 46, '36:00:00'],
    ['2958466', 14, '2958466'],
    ['-1', 14, '-1'],
  ])('%s in the format %d is %s', (stored, format, shown) => {
    expect(inFormat(stored, format)).toBe(shown);
  });

  it('counts from 1904 where the workbook does', () => {
    // 5 July 2011 is 40729 in the one system and 39267 in the other (Microsoft's article).
    expect([inFormat('39267', 14, true), inFormat('0', 14, true), inFormat('0.5', 20, true)]).toEqual([
      '2011-07-05',
      '1904-01-01',
      '12:00:00',
    ]);
  });

  it.each([
    'yyyy\\-mm\\-dd',
    'd.m.yy',
    '[$-409]mmmm d, yyyy;@',
    'mmm',
    '[$-F800]dddd, mmmm dd, yyyy',
    'dd"de"mm',
    '[Red]d/m/y',
    '[$-411]ge.m.d',
    'yyyy"年"m"月"d"日"',
  ])('is told by the format %s', (code) => expect(inFormat('40729', code)).toBe('2011-07-05'));

  it.each(['General', '0.00E+00', '"day" 0', '#,##0 "h"', '\\d0', '[Green]0;[Red]-0', '_-* #,##0.00_d', '@', '[>=100]0'])(
    'is not meant by the format %s',
    (code) => expect(inFormat('40729', code)).toBe('40729'),
  );

  it('is a time of its own without a day', () => {
    expect([inFormat('0.25', 'hh:mm AM/PM'), inFormat('40729.25', 'hh:mm'), inFormat('2.25', '[h]:mm')]).toEqual([
      '06:00:00',
      '2011-07-05 06:00:00',
      '54:00:00',
    ]);
  });
});

it('reads the characters that XML cannot hold', () => {
  expect(decodeEscapes('a_x000D_\nb_x005F_x000D_ _x00e9_ _xyz_')).toBe('a\r\nb_x000D_ é _xyz_');
});
