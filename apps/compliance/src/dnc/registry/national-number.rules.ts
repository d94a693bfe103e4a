/** Area codes are three digits, the first of which is no 0 or 1. */
export const FIRST_AREA_CODE = 200;
export const AREA_CODES = 1_000;
/** Numbers of one area code: seven digits. */
export const LINES = 10_000_000;

const COUNTRY_CODE = '+1';
const E164_LENGTH = 12;
const ZERO = 48;

/**
 * The ten digits of a North American number: area code times {@link LINES} plus seven digits, so 2,000,000,000 to 9,999,999,999. Whether
 * anybody was given the number is not asked: what can be dialled can be listed.
 */
export type NationalNumber = number;

/** @returns undefined for what is no North American number, which therefore stands on no list of such numbers */
export function nationalNumberOf(e164: string): NationalNumber | undefined {
  if (e164.length !== E164_LENGTH || !e164.startsWith(COUNTRY_CODE)) return undefined;
  let number = 0;
  for (let at = COUNTRY_CODE.length; at < E164_LENGTH; at += 1) {
    const digit = e164.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return undefined;
    number = number * 10 + digit;
  }
  return isNationalNumber(number) ? number : undefined;
}

export function isNationalNumber(value: number): value is NationalNumber {
  return Number.isInteger(value) && value >= FIRST_AREA_CODE * LINES && value < AREA_CODES * LINES;
}

export function areaCodeOf(number: NationalNumber): number {
  return Math.floor(number / LINES);
}
