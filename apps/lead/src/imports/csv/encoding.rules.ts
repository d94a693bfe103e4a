import type { ImportOptions } from '@leadstream/contracts';

export type Encoding = NonNullable<ImportOptions['encoding']>;

/** How a file is taken to be encoded. */
export interface EncodingGuess {
  readonly encoding: Encoding;
  /** Whether nothing in the file or from the caller says so: UTF-8 until a byte contradicts. */
  readonly isAssumed: boolean;
}

/** Of the characters of real tables, more than one in five is ASCII: delimiters, digits, addresses, ends of lines. */
const MIN_ASCII_SHARE = 0.2;

/**
 * Finds out the encoding of a file: by its byte order mark (Unicode 23.8), which outweighs what was stated; as stated; as
 * UTF-16 where NULs stand in every other place; otherwise UTF-8 is assumed.
 * @param start beginning of the file
 */
export function encodingOf(start: Uint8Array, stated: Encoding | undefined): EncodingGuess {
  const known = markedEncoding(start) ?? stated ?? utf16Without(start);
  return known === undefined ? { encoding: 'utf-8', isAssumed: true } : { encoding: known, isAssumed: false };
}

function markedEncoding([first, second, third]: Uint8Array): Encoding | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

/** UTF-16 without byte order mark: an ASCII character has a NUL on one side, always the same; text of one byte a character has none. */
function utf16Without(start: Uint8Array): Encoding | undefined {
  const units = Math.floor(start.length / 2);
  const nuls = [0, 0] as [number, number];
  for (let index = 0; index < units * 2; index += 1) if (start[index] === 0) nuls[(index % 2) as 0 | 1] += 1;
  const [leading, trailing] = nuls;
  if (trailing >= units * MIN_ASCII_SHARE && trailing > leading * 10) return units > 0 ? 'utf-16le' : undefined;
  return leading >= units * MIN_ASCII_SHARE && leading > trailing * 10 ? 'utf-16be' : undefined;
}

/**
 * Bytes at the end that begin a character whose rest is in the next block.
 * @returns 0 to 3
 */
export function cutOffBytes(bytes: Uint8Array, encoding: Encoding): number {
  if (encoding === 'windows-1252') return 0;
  if (encoding === 'utf-8') return cutOffUtf8(bytes);
  const odd = bytes.length % 2;
  const high = bytes[bytes.length - odd - (encoding === 'utf-16le' ? 1 : 2)] ?? 0;
  const isHighSurrogate = high >= 0xd8 && high <= 0xdb;
  return isHighSurrogate ? odd + 2 : odd;
}

function cutOffUtf8(bytes: Uint8Array): number {
  for (let back = 1; back <= 3; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    const isContinuation = (byte & 0xc0) === 0x80;
    if (!isContinuation) return back < lengthOfSequence(byte) ? back : 0;
  }
  return 0;
}

/** Bytes of the character that begins with `lead` (RFC 3629, 3). */
function lengthOfSequence(lead: number): number {
  if (lead >= 0xf0) return 4;
  if (lead >= 0xe0) return 3;
  return lead >= 0xc0 ? 2 : 1;
}
