import { doubleMetaphone } from 'double-metaphone';
import type { ComparableLead } from '../comparable/comparable-lead.js';
import { formalNamesOf } from '../comparable/nickname.rules.js';

/** Digits at the end of a number that survive another country code or a missing area code. */
const PHONE_TAIL_DIGITS = 7;
/** Letters of a company's name; what follows is most often a branch or a legal form. */
const COMPANY_LENGTH = 12;

/**
 * What two leads of one person probably have in common, in several independent ways: leads are compared when they share a key
 * at least. Each begins with its kind; emitted lead by lead, and sorted by any store, equal keys stand together.
 * @returns distinct, 16 at most but for what attributes add; none for a lead that says nothing to go by
 */
export function blockingKeys(lead: ComparableLead): string[] {
  return [...new Set([...nameKeys(lead), ...placeKeys(lead), ...contactKeys(lead)])];
}

/** What the members of a block that is too large are ordered by, so that likely pairs stand near each other. */
export function blockOrder(lead: ComparableLead): string {
  return [lead.lastName, lead.firstName, lead.postalCode, lead.candidate.id].map((part) => part ?? '').join('\u0001');
}

function nameKeys({ firstName, lastName, postalCode, company }: ComparableLead): string[] {
  const [first, last] = [soundOf(firstName), soundOf(lastName)];
  const keys: string[] = [];
  // Sorted, so that swapped names meet.
  if (first !== null && last !== null) keys.push(`name:${[first, last].sort().join('|')}`);
  if (firstName !== null && last !== null) keys.push(...initialsOf(firstName).map((initial) => `last:${last}|${initial}`));
  if (first !== null && postalCode !== null) keys.push(`first:${first}|${postalCode}`);
  if (first !== null && company !== null) keys.push(`work:${first}|${company.slice(0, COMPANY_LENGTH)}`);
  return keys;
}

function placeKeys({ street, streetNumber, postalCode, unit, city }: ComparableLead): string[] {
  const keys: string[] = [];
  if (streetNumber !== null && postalCode !== null) keys.push(`house:${streetNumber}|${postalCode}`);
  if (streetNumber !== null && street !== null) keys.push(`door:${streetNumber}|${soundOf(street.name) ?? street.name}`);
  if (unit !== null && city !== null) keys.push(`unit:${unit}|${soundOf(city) ?? city}`);
  return keys;
}

function contactKeys({ email, phone, attributes }: ComparableLead): string[] {
  const keys: string[] = [];
  if (email !== null) keys.push(`mail:${email.user ?? email.address}`);
  if (phone !== null) keys.push(`phone:${phone.national.slice(-PHONE_TAIL_DIGITS)}`);
  for (const [name, { value }] of attributes) keys.push(`fact:${name}|${value}`);
  return keys;
}

/** How a name sounds (L. Philips, Double Metaphone, 2000); itself where it has no sound, such as a number. */
function soundOf(name: string | null): string | null {
  if (name === null) return null;
  const [sound] = doubleMetaphone(name.replaceAll(' ', ''));
  return sound === '' ? name : sound;
}

/** Initials under which a first name may be written: its own, and those of three names at most that it is short for. */
function initialsOf(firstName: string): string[] {
  return [...new Set([firstName, ...formalNamesOf(firstName)].map((name) => name.charAt(0)))].slice(0, 4);
}
