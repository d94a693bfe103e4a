import type { DncEntryKind } from '@leadstream/contracts';
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { z } from 'zod';
import { complianceErrors } from '../compliance.errors.js';
import { readDomain } from './domain.rules.js';
import { nationalNumberOf } from './registry/national-number.rules.js';

const address = z.email().max(320);
/** Its area codes begin with no 0 or 1: what does is nobody's, and on no list. */
const NORTH_AMERICA = '1';

/**
 * The one form in which an address is stored and asked for, so that no spelling slips past an entry.
 * A phone need only be possible (right length for its country), not assigned: a number is better blocked than refused.
 * @param region ISO 3166-1 alpha-2; reads a phone that lacks its country code
 * @param path field named in the problem
 * @returns E.164 without extension, the address in lower case, or the domain in lower case and ASCII
 * @throws DomainError `COMPLIANCE.BAD_PHONE`, `COMPLIANCE.BAD_EMAIL` or `COMPLIANCE.BAD_DOMAIN`
 */
export function normaliseDncValue(kind: DncEntryKind, value: string, region: string | undefined, path: string): string {
  switch (kind) {
    case 'phone':
      return normalisePhone(value, region, path);
    case 'email':
      return normaliseEmail(value, path);
    case 'domain':
      return normaliseDomain(value, path);
  }
}

/** What a value without a kind is meant to be. */
export function kindOfValue(value: string): DncEntryKind {
  if (readDomain(value) !== undefined) return 'domain';
  return value.includes('@') ? 'email' : 'phone';
}

function normaliseDomain(value: string, path: string): string {
  const domain = readDomain(value);
  if (domain !== undefined) return domain;
  throw complianceErrors.BAD_DOMAIN({ errors: [{ path, code: 'domain', message: 'not a domain with at least two labels' }] });
}

function normalisePhone(value: string, region: string | undefined, path: string): string {
  // Most of what is asked in large numbers has that form already; finding it out by the library takes a hundred times as long.
  if (nationalNumberOf(value) !== undefined) return value;
  const phone = parsePhoneNumberFromString(value, regionHint(region));
  if (phone?.isPossible() && (phone.countryCallingCode !== NORTH_AMERICA || nationalNumberOf(phone.number) !== undefined))
    return phone.number;
  const message =
    region === undefined ? 'not a phone number with its country code; give phoneRegion to read a national one' : 'not a phone number';
  throw complianceErrors.BAD_PHONE({ errors: [{ path, code: 'phone', message }] });
}

function regionHint(region: string | undefined): { defaultCountry?: CountryCode; extract: false } {
  return region !== undefined && isSupportedCountry(region) ? { defaultCountry: region, extract: false } : { extract: false };
}

function normaliseEmail(value: string, path: string): string {
  const parsed = address.safeParse(value.trim().toLowerCase());
  if (parsed.success) return parsed.data;
  throw complianceErrors.BAD_EMAIL({ errors: [{ path, code: 'email', message: 'not an e-mail address' }] });
}
