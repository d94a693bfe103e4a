/** Area codes are three digits, the first of which is no 0 or 1. */
export const FIRST_AREA_CODE = 200;
export const AREA_CODES = 1_000;
/** Numbers of one area code: seven digits. */
export const LINES = 10_000_000;

const E164 = /^\+1[2-9]\d{9}$/;

/**
 * The ten digits of a North American number: area code times {@link LINES} plus seven digits, so 2,000,000,000 to 9,999,999,999. Whether
 * anybody was given the number is not asked: what can be dialled can be listed.
 */
export type NationalNumber = number;

/** @returns undefined for what is no North American number, which therefore stands on no list of such numbers */
export function nationalNumberOf(e164: string): NationalNumber | undefined {
  return E164.test(e164) ? Number(e164.slice(2)) : undefined;
}

export function isNationalNumber(value: number): value is NationalNumber {
  return Number.isInteger(value) && value >= FIRST_AREA_CODE * LINES && value < AREA_CODES * LINES;
}

export function areaCodeOf(number: NationalNumber): number {
  return Math.floor(number / LINES);
}
