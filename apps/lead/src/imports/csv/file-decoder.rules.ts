import { isAscii } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { cutOffBytes, type Encoding, type EncodingGuess } from './encoding.rules.js';

/** Decoded text; when bytes were not valid, the text in front of them. */
export interface Decoded {
  readonly text: string;
  readonly valid: boolean;
}

/** The bytes that Windows-1252 leaves undefined, as they are decoded; text in that encoding has none, UTF-8 taken for it has. */
const UNDEFINED_IN_WINDOWS_1252 = /[\u0081\u008d\u008f\u0090\u009d]/;

/**
 * Turns the bytes of a file, block by block, into text without byte order mark; a character may lie across two blocks. A file
 * that was only assumed to be UTF-8 is Windows-1252 when the first bytes beyond ASCII are no UTF-8: what was given out until
 * then reads the same in both. Bytes that are not valid end the reading: a replacement character would lose them for good.
 */
export class FileDecoder {
  #encoding: Encoding;
  #isAssumed: boolean;
  #atStart = true;
  #cutOff: Uint8Array = new Uint8Array();

  constructor({ encoding, isAssumed }: EncodingGuess) {
    this.#encoding = encoding;
    this.#isAssumed = isAssumed;
  }

  /** As far as the bytes until now tell; the answer stands once all of them are in. */
  get encoding(): Encoding {
    return this.#encoding;
  }

  push(bytes: Uint8Array): Decoded {
    return this.#decode(this.#cutOff.length === 0 ? bytes : Buffer.concat([this.#cutOff, bytes]), false);
  }

  /** After the last block: finds a character that was cut off. */
  end(): Decoded {
    return this.#decode(this.#cutOff, true);
  }

  #decode(bytes: Uint8Array, isEnd: boolean): Decoded {
    const end = bytes.length - (isEnd ? 0 : cutOffBytes(bytes, this.#encoding));
    const whole = bytes.subarray(0, end);
    const text = textOf(whole, this.#encoding);
    if (text !== undefined) {
      this.#isAssumed &&= isAscii(whole);
      this.#cutOff = Uint8Array.from(bytes.subarray(end));
      return this.#checked(text);
    }
    const valid = whole.subarray(0, validBytes(whole, this.#encoding));
    if (!this.#isAssumed || !isAscii(valid)) return { text: this.#withoutMark(textOf(valid, this.#encoding) ?? ''), valid: false };
    this.#encoding = 'windows-1252';
    this.#isAssumed = false;
    return this.#decode(bytes, isEnd);
  }

  #checked(text: string): Decoded {
    const undefinedAt = this.#encoding === 'windows-1252' ? text.search(UNDEFINED_IN_WINDOWS_1252) : -1;
    return undefinedAt === -1 ? { text: this.#withoutMark(text), valid: true } : { text: text.slice(0, undefinedAt), valid: false };
  }

  #withoutMark(text: string): string {
    if (!this.#atStart || text === '') return text;
    this.#atStart = false;
    return text.startsWith('\ufeff') ? text.slice(1) : text;
  }
}

/** @returns undefined for bytes that are not valid */
function textOf(bytes: Uint8Array, encoding: Encoding, mayGoOn = false): string | undefined {
  try {
    // Without `ignoreBOM` a zero-width space at the beginning of any block would be lost.
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes, { stream: mayGoOn });
  } catch {
    return undefined;
  }
}

/** How many bytes stand in front of the first that is not valid. */
function validBytes(bytes: Uint8Array, encoding: Encoding): number {
  let [valid, invalid] = [0, bytes.length + 1];
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (textOf(bytes.subarray(0, middle), encoding, true) === undefined) invalid = middle;
    else valid = middle;
  }
  return valid - cutOffBytes(bytes.subarray(0, valid), encoding);
}
