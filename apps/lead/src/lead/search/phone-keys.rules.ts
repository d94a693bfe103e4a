import { type CountryCode, getCountries, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** Calling codes of countries; none begins as another does. */
const CALLING_CODES: ReadonlySet<string> = new Set(getCountries().map((country) => getCountryCallingCode(country)));

const LONGEST_CALLING_CODE = 3;

/** Fewer digits say too little to look a number up by them. */
const FEWEST_DIGITS = 4;

/** As a number is dialled abroad: `+`, `00` and, from North America and Australia, `011` and `0011`. */
const INTERNATIONAL = /^(?:\+|00(?:11)?|011)/;

/** Countries at home in which another sign than a zero is dialled before a number, or another one abroad than `00` and `011`. */
const OTHER_PREFIXES: readonly CountryCode[] = [
  'RU',
  'KZ',
  'BY',
  'TM',
  'LT',
  'HU',
  'MX',
  'BR',
  'CO',
  'JP',
  'KR',
  'HK',
  'SG',
  'TH',
  'FI',
  'IL',
];
/** National numbers have as many at least; what is shorter is typed in part. */
const FEWEST_DIALLED = 8;

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
  if (international !== compact) return [`+${international}`, ...dialledElsewhere(compact)];
  return [`#${digits}`, backward(digits), ...dialledElsewhere(compact)];
}

/** `8 (912) 345-67-89` is +79123456789 in Russia, `010 81 90 …` is +8190… in Japan. */
function dialledElsewhere(compact: string): string[] {
  if (compact.startsWith('+') || compact.length < FEWEST_DIALLED) return [];
  const numbers = OTHER_PREFIXES.flatMap((country) => {
    const number = parsePhoneNumberFromString(compact, { defaultCountry: country, extract: false });
    return number?.isValid() && number.nationalNumber.length < compact.replace(/^0+/, '').length ? [number.number] : [];
  });
  return [...new Set(numbers)];
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
