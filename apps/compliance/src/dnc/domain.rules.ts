import { domainToASCII } from 'node:url';
import type { DncEntryKind, DncKind } from '@leadstream/contracts';

/** RFC 1035, 2.3.4: what a resolver would take. */
const MOST_CHARACTERS = 253;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const DIGITS = /^\d+$/;
/** Of links: what follows a domain, or stands for other characters, would be left out or read. */
const OF_LINKS = /[\s/\\?#:@%[\]]/;

/** What an entry may be found under. */
export interface EntryName {
  readonly kind: DncEntryKind;
  readonly value: string;
}

/**
 * The one form of a domain: lower case, ASCII (IDNA, UTS 46), without the dot at its end.
 * @param text may have the `@` of an address in front
 * @returns undefined for what is no domain: a single label (`com`), a network address. Which labels are public suffixes (`co.uk`) is not known here
 */
export function readDomain(text: string): string | undefined {
  const bare = text.trim().replace(/^@/, '').replace(/\.$/, '');
  if (OF_LINKS.test(bare)) return undefined;
  // Digits at the end would be read as a network address, in any of its spellings.
  if (DIGITS.test(bare.slice(bare.lastIndexOf('.') + 1))) return undefined;
  const domain = domainToASCII(bare);
  const labels = domain.split('.');
  const isDomain = labels.length > 1 && domain.length <= MOST_CHARACTERS && labels.every((label) => LABEL.test(label));
  return isDomain ? domain : undefined;
}

/** Domains that an address lies in, from its own up to one with two labels: an entry for any of them names the address. */
export function domainsOf(email: string): string[] {
  const own = email.slice(email.lastIndexOf('@') + 1);
  const labels = (readDomain(own) ?? own.toLowerCase()).split('.');
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
}

/** Everything by which an entry may name an address: itself and, of an e-mail address, its domains. */
export function entryNamesOf({ kind, value }: { readonly kind: DncKind; readonly value: string }): EntryName[] {
  return [{ kind, value }, ...(kind === 'email' ? domainsOf(value).map((domain) => ({ kind: 'domain' as const, value: domain })) : [])];
}

/** One text for one name. */
export function entryKey({ kind, value }: EntryName): string {
  return `${kind}:${value}`;
}
