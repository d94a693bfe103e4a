import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/max/metadata';

/** Users of an address that name an office and no person (RFC 2142 and usage): they say nothing about who wrote. */
const ROLES = new Set(
  'abuse accounting accounts admin billing contact customerservice enquiries hello help hostmaster hr info inquiries kontakt mail marketing noc noreply office orders postmaster reception sales security service support team webmaster'.split(
    ' ',
  ),
);

export interface ComparableEmail {
  readonly address: string;
  /** Who, without dots and without what follows a plus; null for an office. */
  readonly user: string | null;
}

/** @param email as leads store it: trimmed, lower-cased */
export function comparableEmail(email: string | null): ComparableEmail | null {
  const at = email?.lastIndexOf('@') ?? -1;
  if (email === null || at < 1) return null;
  const domain = email.slice(at + 1);
  const user = email.slice(0, at).replace(/\+.*$/, '').replaceAll('.', '');
  return { address: `${user}@${domain}`, user: user === '' || ROLES.has(user) ? null : user };
}

/**
 * Numbering plans, each calling code with its main country alone: what stands behind the code is the same for all that share it, and to find out
 * which of them a number is of takes two thirds of the time in which a lead is made comparable.
 */
const PLANS = {
  ...metadata,
  country_calling_codes: Object.fromEntries(
    Object.entries(metadata.country_calling_codes).map(([code, countries]): [string, CountryCode[]] => [code, countries.slice(0, 1)]),
  ),
};

export interface ComparablePhone {
  readonly e164: string;
  /** Digits behind the country code. */
  readonly national: string;
}

/** @param phone E.164; anything else counts by its digits */
export function comparablePhone(phone: string | null): ComparablePhone | null {
  const digits = phone?.replace(/\D/g, '') ?? '';
  if (phone === null || digits === '') return null;
  return { e164: `+${digits}`, national: parsePhoneNumberFromString(`+${digits}`, PLANS)?.nationalNumber ?? digits };
}
