import type { CellFormat } from './cell-format.rules.js';

const DAY_MS = 86_400_000;
/** 31 December 9999, the last day that spreadsheets know (ECMA-376, part 1, 18.17.4.1). */
const LAST_DAY = 2_958_465;
/** Days from 1900's count to 1904's. */
const DAYS_TO_1904 = 1_462;
/** The 29 February 1900 that never was, but is counted since Lotus 1-2-3. */
const PHANTOM_DAY = 60;
/** What spreadsheets show of a number; digits behind are noise of the binary form. */
const SHOWN_DIGITS = 15;

/**
 * The text of a cell that holds a number.
 * @param stored as the document writes it, `6.02E+23` included
 * @param is1904 whether days are counted from 1904
 * @returns a day as `2024-06-01`, an instant as `2024-06-01 08:12:34`, a time as `08:12:34`; any other number in plain digits
 */
export function textOfNumber(stored: string, format: CellFormat, is1904: boolean): string {
  const text = format.kind === 'number' ? undefined : instantText(Number(stored), format.kind, is1904);
  return text ?? plainNumber(stored.trim(), format.kind === 'number' ? format.digits : 0);
}

/** Undefined for a number that no day has. */
function instantText(serial: number, kind: 'date' | 'time' | 'elapsed', is1904: boolean): string | undefined {
  const totalMs = Math.round(serial * DAY_MS);
  const day = Math.floor(totalMs / DAY_MS);
  if (!(day >= 0 && day + (is1904 ? DAYS_TO_1904 : 0) <= LAST_DAY)) return undefined;
  if (kind === 'elapsed') return clock(totalMs);
  const time = totalMs % DAY_MS;
  // Day 0 of 1900's count is no day: what lies in it is a time.
  if (day === 0 && (kind === 'time' || !is1904)) return clock(time);
  return time === 0 ? calendarDay(day, is1904) : `${calendarDay(day, is1904)} ${clock(time)}`;
}

function calendarDay(day: number, is1904: boolean): string {
  if (!is1904 && day === PHANTOM_DAY) return '1900-02-29';
  const shift = is1904 ? DAYS_TO_1904 : day < PHANTOM_DAY ? 1 : 0;
  return new Date(Date.UTC(1899, 11, 30) + (day + shift) * DAY_MS).toISOString().slice(0, 10);
}

function clock(ms: number): string {
  const two = (number: number) => String(Math.floor(number)).padStart(2, '0');
  const fraction = ms % 1_000 === 0 ? '' : `.${String(ms % 1_000).padStart(3, '0')}`;
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1_000) % 60)}${fraction}`;
}

/** All digits of whole numbers, since they are phone numbers and ids; of others as many as are shown. */
function plainNumber(stored: string, digits: number): string {
  const exact = withoutExponent(stored);
  if (exact === undefined) return stored;
  const isWhole = !exact.includes('.');
  const significant = exact.replace(/^-?0*\.?0*/, '').replace('.', '').length;
  const plain = isWhole || significant <= SHOWN_DIGITS ? exact : (withoutExponent(Number(stored).toPrecision(SHOWN_DIGITS)) ?? exact);
  const [, sign = '', whole = ''] = /^(-?)(\d+)/.exec(plain) ?? [];
  return plain.includes('.') ? plain : sign + whole.padStart(digits, '0');
}

/** `-1.50E+3` as `-1500`, without a detour through binary numbers; undefined when it is no number. */
function withoutExponent(stored: string): string | undefined {
  const {
    sign = '',
    whole = '',
    fraction = '',
    exponent = '0',
  } = /^(?<sign>[+-]?)(?<whole>\d+)(?:\.(?<fraction>\d*))?(?:E(?<exponent>[+-]?\d{1,3}))?$/i.exec(stored)?.groups ?? {};
  if (whole === '') return undefined;
  const point = whole.length + Number(exponent);
  const digits = (whole + fraction).padEnd(point, '0').padStart((whole + fraction).length + Math.max(0, 1 - point), '0');
  const places = Math.max(1, point);
  const decimals = digits.slice(places).replace(/0+$/, '');
  const integer = digits.slice(0, places).replace(/^0+(?=\d)/, '');
  const isZero = /^0*$/.test(integer + decimals);
  return `${sign === '-' && !isZero ? '-' : ''}${integer}${decimals === '' ? '' : `.${decimals}`}`;
}

/** Characters that XML cannot hold are written `_x000D_` (ECMA-376, part 1, 22.9.2.19). */
export function decodeEscapes(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
