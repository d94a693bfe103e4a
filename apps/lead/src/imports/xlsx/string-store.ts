import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { expands } from './zip-limits.rules.js';

/** A page is closed at either. */
const PAGE_STRINGS = 256;
const PAGE_LENGTH = 64 * 1024;
/** What a string costs besides its characters. */
const STRING_OVERHEAD = 16;

export interface StringStoreLimits {
  /** Pages beyond this are deflated, which costs time when they are read in no order. */
  readonly plainBytes: number;
  readonly maxBytes: number;
  /** Characters of the pages that are kept unpacked. */
  readonly cachedLength: number;
}

/** Together with Node itself well below 200 MB. */
const LIMITS: StringStoreLimits = { plainBytes: 32 * 1024 ** 2, maxBytes: 80 * 1024 ** 2, cachedLength: 2 * 1024 ** 2 };

interface Page {
  /** Number of its first string. */
  readonly first: number;
  readonly bytes: Buffer;
  readonly isDeflated: boolean;
}

interface CachedPage {
  readonly strings: readonly string[];
  readonly length: number;
}

/**
 * The strings that the cells of a workbook share, up to millions, in bounded memory and nowhere else: on disk they would be personal data
 * in the open. Cells refer to them mostly in order, so that a page is unpacked once.
 */
export class StringStore {
  readonly #pages: Page[] = [];
  readonly #cache = new Map<number, CachedPage>();
  #cachedLength = 0;
  #open: string[] = [];
  #openLength = 0;
  #count = 0;
  #sizeBytes = 0;

  constructor(private readonly limits: StringStoreLimits = LIMITS) {}

  /** Of the closed pages, as they are kept. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** @throws DomainError `LEAD.IMPORT_EXPANDS` when the strings are too many or too long */
  push(text: string): void {
    this.#open.push(text);
    this.#openLength += text.length;
    this.#count += 1;
    if (this.#open.length === PAGE_STRINGS || this.#openLength >= PAGE_LENGTH) this.#closePage();
  }

  get(index: number): string | undefined {
    const openFirst = this.#count - this.#open.length;
    if (index >= openFirst) return this.#open[index - openFirst];
    const number = this.#pageOf(index);
    const page = this.#pages[number];
    return page && this.#unpacked(number, page).strings[index - page.first];
  }

  #closePage(): void {
    const plain = Buffer.from(JSON.stringify(this.#open));
    const isDeflated = this.#sizeBytes + plain.length > this.limits.plainBytes;
    const bytes = isDeflated ? deflateRawSync(plain, { level: 1 }) : plain;
    this.#sizeBytes += bytes.length;
    if (this.#sizeBytes > this.limits.maxBytes)
      throw expands('workbook.strings', 'Holds more text that differs than can be kept; save it as CSV.', this.limits.maxBytes);
    this.#pages.push({ first: this.#count - this.#open.length, bytes, isDeflated });
    this.#open = [];
    this.#openLength = 0;
  }

  /** The last page that does not begin behind `index`. */
  #pageOf(index: number): number {
    let [low, high] = [0, this.#pages.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#pages[middle]?.first ?? 0) <= index) low = middle;
      else high = middle;
    }
    return low;
  }

  #unpacked(number: number, { bytes, isDeflated }: Page): CachedPage {
    const known = this.#cache.get(number);
    if (known) return known;
    const strings = JSON.parse((isDeflated ? inflateRawSync(bytes) : bytes).toString('utf8')) as string[];
    const page = { strings, length: strings.reduce((sum, text) => sum + text.length + STRING_OVERHEAD, 0) };
    this.#cache.set(number, page);
    this.#cachedLength += page.length;
    for (const [oldest, { length }] of this.#cache) {
      if (this.#cachedLength <= this.limits.cachedLength || oldest === number) break;
      this.#cache.delete(oldest);
      this.#cachedLength -= length;
    }
    return page;
  }
}
