import { orderShown } from '../../custom-fields/files/file-date.rules.js';
import { normaliseEmail } from '../../lead/values/email.rules.js';
import { readStatus } from '../../lead/vocabulary.rules.js';
import type { LeadVocabulary } from '../../lead/vocabulary.js';
import { normaliseTimeZone } from '../../lead/values/time-zone.rules.js';
import { isCountry } from './country-names.js';
import { readFlag } from '../../lead/values/flag.rules.js';
import type { SuggestedField } from './suggested-field.js';

const isDate = (text: string) => orderShown(text) !== undefined;

/** Seven to fifteen digits (E.164) in the notations of the world; an extension may follow. */
function isPhone(text: string): boolean {
  const number = /^(?<number>[+(]?[\d\s().\-/]+?)(?:\s*(?:x|ext\.?|#)\s*\d{1,6})?$/i.exec(text)?.groups?.['number'] ?? '';
  const digits = number.replace(/\D/g, '').length;
  return digits >= 7 && digits <= 15 && !isDate(text) && !/^\d+\.\d+$/.test(text);
}

/** A phone number that nothing else can be: written with its country code or in groups. */
const isCertainPhone = (text: string) => isPhone(text) && /^[+(]|\d[\s).-]+\d/.test(text);

const isEmail = (text: string) => normaliseEmail(text).ok;

/** Letters, and what stands between parts of names; no firm. */
const isPersonName = (text: string) =>
  /^[\p{L}\p{M}][\p{L}\p{M}\s.,'’-]*$/u.test(text) &&
  !/\b(?:inc|llc|ltd|limited|corp|corporation|plc|gmbh|ag|co|company|group|university)\b/i.test(text);

const isWebsite = (text: string) => /^(?:https?:\/\/)?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?:[:/?#]\S*)?$/i.test(text);

/** Postal codes of the world have three to ten characters, one digit at least. */
const isPostalCode = (text: string) => /^(?=.*\d)[a-z0-9][a-z0-9 -]{1,8}[a-z0-9]$/i.test(text);

const isTimeZone = (text: string) => /^UTC$|\//i.test(text) && normaliseTimeZone(text).ok;

type Shape = (text: string) => boolean;

/** What the values of a field look like. */
const SHAPES: Partial<Record<SuggestedField, Shape>> = {
  email: isEmail,
  ownerEmail: isEmail,
  phone: isPhone,
  fullName: isPersonName,
  firstName: isPersonName,
  lastName: isPersonName,
  capturedAt: isDate,
  statusChangedAt: isDate,
  timeZone: isTimeZone,
  website: isWebsite,
  'address.country': isCountry,
  'address.postalCode': isPostalCode,
};

/** Fields whose values are so of their own that they are known without a heading. */
const CERTAIN: readonly (readonly [SuggestedField, Shape])[] = [
  ['email', isEmail],
  ['phone', isCertainPhone],
  ['timeZone', isTimeZone],
  ['address.country', (text) => isCountry(text) && text.trim().length > 3],
  ['website', (text) => /^https?:\/\//i.test(text) && isWebsite(text)],
];

/**
 * Share of the values that look like those of the field.
 * @param values not blank
 * @returns null when there are no values, or any value would do
 */
export function fitOf(field: SuggestedField, values: readonly string[]): number | null {
  if (values.length === 0) return null;
  if (field === 'externalId') return new Set(values.filter((text) => !/[\s@]/.test(text))).size / values.length;
  const shape = /^(?:doNotContact|consent)\./.test(field) ? (text: string) => readFlag(text) !== undefined : SHAPES[field];
  return shape ? values.filter((text) => shape(text)).length / values.length : null;
}

/** Whether a lead status is written as we call it; files of others have their own words, which can be translated. */
export function statusFit(values: readonly string[], vocabulary: LeadVocabulary): number {
  return values.filter((text) => readStatus(text, vocabulary).ok).length / Math.max(1, values.length);
}

/** The field that the values show without a heading, with their share. */
export function certainFieldOf(values: readonly string[]): { field: SuggestedField; fit01: number } | undefined {
  const fits = CERTAIN.map(([field, shape]) => ({
    field,
    fit01: values.filter((text) => shape(text)).length / Math.max(1, values.length),
  }));
  return fits.sort((one, other) => other.fit01 - one.fit01).find(({ fit01 }) => fit01 >= 0.6);
}
