import { getCountries, getCountryCallingCode } from 'libphonenumber-js/max';

/** Calling codes of countries; none begins as another does. */
const CALLING_CODES: ReadonlySet<string> = new Set(getCountries().map((country) => getCountryCallingCode(country)));

const LONGEST_CALLING_CODE = 3;

/** Fewer digits say too little to look a number up by them. */
const FEWEST_DIGITS = 4;

/** As a number is dialled abroad: `+`, `00` and, from North America and Australia, `011` and `0011`. */
const INTERNATIONAL = /^(?:\+|00(?:11)?|011)/;

/** Keys of an E.164 number: as it is, its national part, and its digits from the last one back. */
export function phoneKeys(e164: string): string[] {
  const digits = e164.slice(1);
  return [e164, `#${nationalPart(digits)}`, backward(digits)];
}

/**
 * Beginnings of the keys of every number that may be meant: written nationally or internationally, from its beginning or only its end.
 * @param text digits with whatever signs people put between them; a `+` in front counts
 * @returns empty when there are too few digits
 */
export function phonePrefixes(text: string): string[] {
  // `+49 (0)30 …`: the zero is dialled at home only.
  const compact = text.replaceAll(/\(0\)/g, '').replaceAll(/[^\d+]/g, '');
  const international = compact.replace(INTERNATIONAL, '');
  const digits = compact.replaceAll('+', '').replace(/^0+/, '');
  if (digits.length < FEWEST_DIGITS) return [];
  return international === compact ? [`#${digits}`, backward(digits)] : [`+${international}`];
}

/** Without calling code, and without the zero in front that some countries keep (Italy, `+39 06 …`). */
function nationalPart(digits: string): string {
  for (let length = 1; length <= LONGEST_CALLING_CODE; length += 1) {
    if (CALLING_CODES.has(digits.slice(0, length))) return digits.slice(length).replace(/^0+/, '');
  }
  return digits;
}

function backward(digits: string): string {
  return `~${[...digits].reverse().join('')}`;
}
