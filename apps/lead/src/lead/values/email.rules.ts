import { domainToASCII } from 'node:url';
import { z } from 'zod';
import { accept, type Checked, refuse } from './checked.rules.js';

/** RFC 5321 4.5.3.1: 64 octets before the `@`; RFC 3696 erratum 1690: 254 in all. */
const MAX_LOCAL_LENGTH = 64;
const MAX_LENGTH = 254;

// The same pattern as in the events, so that what is stored can always be published.
const address = z.email();

/**
 * An e-mail address: trimmed, lower-cased, an international domain in its ASCII form.
 * @returns null when blank
 */
export function normaliseEmail(text: string): Checked<string | null> {
  const trimmed = text.trim().toLowerCase();
  if (trimmed === '') return accept(null);
  const at = trimmed.lastIndexOf('@');
  if (at < 1) return refuse('email.invalid', 'Is not an e-mail address.');
  const value = `${trimmed.slice(0, at)}@${domainToASCII(trimmed.slice(at + 1))}`;
  if (at > MAX_LOCAL_LENGTH || value.length > MAX_LENGTH) {
    return refuse('email.too_long', `May have ${MAX_LOCAL_LENGTH} characters before the @ and ${MAX_LENGTH} in all.`);
  }
  return address.safeParse(value).success ? accept(value) : refuse('email.invalid', 'Is not an e-mail address.');
}
