// `max` holds the number patterns of every region; `min` checks lengths only and lets unassigned numbers pass.
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { accept, type Checked, refuse } from './checked.rules.js';

/** ISO 3166-1 alpha-2, upper-cased; null when blank. A refusal names the field `phoneRegion`. */
export function normaliseRegion(text: string): Checked<CountryCode | null> {
  const region = text.trim().toUpperCase();
  if (region === '') return accept(null);
  return isSupportedCountry(region) ? accept(region) : refuse('region.unknown', 'Is not a region with telephone numbers.', 'phoneRegion');
}

/**
 * A phone number with an extension (`416-810-9897 x752`, `+49 30 901820 ext. 12`, RFC 3966's `;ext=12`) in its parts.
 * @returns undefined for any other text; the number in E.164, given out or not
 */
export function phoneParts(text: string, region: CountryCode | null): { readonly number: string; readonly extension: string } | undefined {
  const phone = parsePhoneNumberFromString(text.trim(), region === null ? { extract: false } : { defaultCountry: region, extract: false });
  return phone?.ext === undefined ? undefined : { number: phone.number, extension: phone.ext };
}

/**
 * A phone number in E.164.
 * @param region where a number without country code belongs
 * @returns null when blank
 */
export function normalisePhone(text: string, region: CountryCode | null): Checked<string | null> {
  const trimmed = text.trim();
  if (trimmed === '') return accept(null);
  const phone = parsePhoneNumberFromString(trimmed, region === null ? { extract: false } : { defaultCountry: region, extract: false });
  if (phone === undefined) {
    return region === null && !/^[+＋]/.test(trimmed)
      ? refuse('phone.region_missing', 'Has no country code and no region was given.')
      : refuse('phone.invalid', 'Is not a phone number.');
  }
  // E.164 has no extensions: dropping one would make two people of one switchboard the same.
  if (phone.ext !== undefined) return refuse('phone.extension', 'Has an extension, which E.164 cannot carry.');
  return phone.isValid() ? accept(phone.number) : refuse('phone.invalid', 'Is not a number that its region gives out.');
}
