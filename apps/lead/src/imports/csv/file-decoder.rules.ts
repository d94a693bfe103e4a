import { TextDecoder } from 'node:util';
import type { ImportOptions } from '@leadstream/contracts';

export type Encoding = NonNullable<ImportOptions['encoding']>;

/** Decoded text; when bytes were not valid, the text in front of them. */
export interface Decoded {
  readonly text: string;
  readonly valid: boolean;
}

/** What a byte order mark says (Unicode 23.8), which outweighs what was stated. */
export function encodingOf(start: Uint8Array, stated: Encoding | undefined): Encoding {
  const [first, second, third] = start;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return stated ?? 'utf-8';
}

/** Turns the bytes of a file, block by block, into text without byte order mark; a character may lie across two blocks. */
export class FileDecoder {
  readonly #strict: TextDecoder;
  readonly #lenient: TextDecoder;

  constructor(encoding: Encoding) {
    this.#strict = new TextDecoder(encoding, { fatal: true });
    this.#lenient = new TextDecoder(encoding);
  }

  push(bytes: Uint8Array): Decoded {
    return this.#decode(bytes, true);
  }

  /** After the last block: finds a character that was cut off. */
  end(): Decoded {
    return this.#decode(new Uint8Array(), false);
  }

  #decode(bytes: Uint8Array, stream: boolean): Decoded {
    try {
      return { text: this.#strict.decode(bytes, { stream }), valid: true };
    } catch {
      const text = this.#lenient.decode(bytes);
      return { text: text.slice(0, Math.max(text.indexOf('\ufffd'), 0)), valid: false };
    }
  }
}
