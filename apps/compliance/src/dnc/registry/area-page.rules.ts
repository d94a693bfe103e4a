import { LINES } from './national-number.rules.js';

/** Numbers are handed out by exchange: the three digits behind the area code. */
export const EXCHANGES = 1_000;
export const LINES_PER_EXCHANGE = LINES / EXCHANGES;
/** 32-bit words that hold one bit for each number of an exchange. */
export const DENSE_WORDS = Math.ceil(LINES_PER_EXCHANGE / 32);
/** Up to so many numbers of an exchange are kept as a sorted list of 16 bits each, which is then no longer than the bits would be. */
export const MAX_SPARSE = DENSE_WORDS * 2 - 2;

/** Words that an exchange with so many numbers takes. */
export function wordsFor(count: number): number {
  return count > MAX_SPARSE ? DENSE_WORDS : Math.ceil(count / 2);
}

/**
 * The listed numbers of one area code, exactly. It never changes: a changed list has other pages, and shares those that are the same.
 * @param counts listed numbers of each exchange, 0 to 10,000
 * @param words exchange after exchange: nothing, a sorted list of 16-bit numbers (the last word filled up with 0), or 10,000 bits,
 *        lowest first
 */
export class AreaPage {
  static readonly EMPTY = new AreaPage(new Uint16Array(EXCHANGES), new Uint32Array(0));

  /** Listed numbers. */
  readonly size: number;
  readonly #starts = new Uint32Array(EXCHANGES);
  readonly #shorts: Uint16Array;

  /** @throws RangeError when words and counts do not belong together */
  constructor(
    readonly counts: Uint16Array,
    readonly words: Uint32Array,
  ) {
    let [start, size] = [0, 0];
    for (let exchange = 0; exchange < EXCHANGES; exchange += 1) {
      const count = counts[exchange] ?? 0;
      if (count > LINES_PER_EXCHANGE) throw new RangeError(`an exchange cannot have ${count} numbers`);
      this.#starts[exchange] = start;
      start += wordsFor(count);
      size += count;
    }
    if (counts.length !== EXCHANGES || start !== words.length) throw new RangeError(`${words.length} words where ${start} were counted`);
    this.size = size;
    this.#shorts = new Uint16Array(words.buffer, words.byteOffset, words.length * 2);
  }

  /** @param line the seven digits behind the area code */
  has(line: number): boolean {
    const exchange = Math.floor(line / LINES_PER_EXCHANGE);
    const count = this.counts[exchange] as number;
    if (count === 0) return false;
    const start = this.#starts[exchange] as number;
    const rest = line - exchange * LINES_PER_EXCHANGE;
    if (count <= MAX_SPARSE) return this.#hasShort(start * 2, count, rest);
    return (((this.words[start + (rest >>> 5)] as number) >>> (rest & 31)) & 1) === 1;
  }

  /** Where the words of an exchange begin. */
  startOf(exchange: number): number {
    return this.#starts[exchange] as number;
  }

  /** The sorted list of an exchange that is kept as one. */
  shortsOf(exchange: number): Uint16Array {
    const from = this.startOf(exchange) * 2;
    return this.#shorts.subarray(from, from + (this.counts[exchange] as number));
  }

  get sizeBytes(): number {
    return this.words.byteLength + this.counts.byteLength + this.#starts.byteLength;
  }

  #hasShort(from: number, count: number, wanted: number): boolean {
    let low = from;
    let high = from + count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#shorts[middle] as number) < wanted) low = middle + 1;
      else high = middle;
    }
    return low < from + count && this.#shorts[low] === wanted;
  }
}
