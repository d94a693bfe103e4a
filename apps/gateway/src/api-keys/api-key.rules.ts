import { hash } from 'node:crypto';
import type { Uuid } from '@leadstream/kernel';

/** Random bytes in a key: 256 bits, so that a plain SHA-256 protects it and no guess can succeed. */
export const SECRET_BYTES = 32;

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ID_LENGTH = base62Length(16);
const SECRET_LENGTH = base62Length(SECRET_BYTES);
const KEY_TEXT = new RegExp(`^lsk_[0-9A-Za-z]{${ID_LENGTH}}_[0-9A-Za-z]{${SECRET_LENGTH}}$`);

/**
 * Text of an API key, `lsk_<id>_<secret>`, both in base 62 (a double click selects all of it).
 * @param secret {@link SECRET_BYTES} random bytes
 */
export function apiKeyText(id: Uuid, secret: Uint8Array): string {
  return `${apiKeyPrefix(id)}_${base62(secret)}`;
}

/** The public half of the text: tells keys apart, opens nothing. */
export function apiKeyPrefix(id: Uuid): string {
  return `lsk_${base62(Buffer.from(id.replaceAll('-', ''), 'hex'))}`;
}

/** Whether `text` has the form of a key; says nothing about its being one. */
export function isApiKeyText(text: string): boolean {
  return KEY_TEXT.test(text);
}

/** SHA-256 of a key's text, hexadecimal: all that is kept of it. */
export function apiKeyDigest(text: string): string {
  return hash('sha256', text, 'hex');
}

function base62(bytes: Uint8Array): string {
  let rest = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  let text = '';
  while (rest > 0n) {
    text = ALPHABET.charAt(Number(rest % 62n)) + text;
    rest /= 62n;
  }
  return text.padStart(base62Length(bytes.length), '0');
}

function base62Length(bytes: number): number {
  return Math.ceil((bytes * 8) / Math.log2(62));
}
