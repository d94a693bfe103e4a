import { LINES } from './national-number.rules.js';

/** Numbers are handed out by exchange: the three digits behind the area code. */
export const EXCHANGES = 1_000;
export const LINES_PER_EXCHANGE = LINES / EXCHANGES;
/** 32-bit words that hold one bit for each number of an exchange. */
export const DENSE_WORDS = Math.ceil(LINES_PER_EXCHANGE / 32);
/** An exchange in parts of 256 numbers, which differ in their lowest eight bits alone. */
export const PARTS = Math.ceil(LINES_PER_EXCHANGE / 256);
/** How many numbers stand up to the end of each part, 16 bits each. */
const PART_ENDS_BYTES = PARTS * 2;
/** Up to so many numbers of an exchange are kept as a sorted list of 16 bits each: the ends of the parts would take more than they save. */
export const MAX_SHORTS = PART_ENDS_BYTES;
/** Up to so many as the ends of the parts and eight bits each, which is less than a bit for every number. */
export const MAX_PARTED = (DENSE_WORDS - 1) * 4 - PART_ENDS_BYTES;

/** Words that an exchange with so many numbers takes. */
export function wordsFor(count: number): number {
  if (count > MAX_PARTED) return DENSE_WORDS;
  return count > MAX_SHORTS ? Math.ceil((PART_ENDS_BYTES + count) / 4) : Math.ceil(count / 2);
}

/**
 * The listed numbers of one area code, exactly. It never changes: a changed list has other pages, and shares those that are the same.
 * @param counts listed numbers of each exchange, 0 to 10,000
 * @param words exchange after exchange: nothing, a sorted list of 16-bit numbers, a sorted list of their lowest 8 bits behind the ends of its parts (the
 *        last word of either filled up with 0), or 10,000 bits, lowest first
 */
export class AreaPage {
  static readonly EMPTY = new AreaPage(new Uint16Array(EXCHANGES), new Uint32Array(0));

  /** Listed numbers. */
  readonly size: number;
  readonly #starts = new Uint32Array(EXCHANGES);
  readonly #shorts: Uint16Array;
  readonly #bytes: Uint8Array;

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
    this.#bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  }

  /** @param line the seven digits behind the area code */
  has(line: number): boolean {
    const exchange = Math.floor(line / LINES_PER_EXCHANGE);
    const count = this.counts[exchange] as number;
    if (count === 0) return false;
    const start = this.#starts[exchange] as number;
    const rest = line - exchange * LINES_PER_EXCHANGE;
    if (count <= MAX_SHORTS) return isAmong(this.#shorts, start * 2, start * 2 + count, rest);
    if (count <= MAX_PARTED) {
      const [from, to] = this.#partOf(start, rest >>> 8);
      return isAmong(this.#bytes, from, to, rest & 255);
    }
    return (((this.words[start + (rest >>> 5)] as number) >>> (rest & 31)) & 1) === 1;
  }

  /** Where the words of an exchange begin. */
  startOf(exchange: number): number {
    return this.#starts[exchange] as number;
  }

  /** The sorted numbers of an exchange that has no bits. */
  *listedOf(exchange: number): Generator<number> {
    const start = this.startOf(exchange);
    const count = this.counts[exchange] as number;
    if (count <= MAX_SHORTS) return yield* this.#shorts.subarray(start * 2, start * 2 + count);
    for (let part = 0; part < PARTS; part += 1) {
      for (const low of this.#bytes.subarray(...this.#partOf(start, part))) yield (part << 8) | low;
    }
  }

  get sizeBytes(): number {
    return this.words.byteLength + this.counts.byteLength + this.#starts.byteLength;
  }

  /** Where the bytes of a part begin and end. */
  #partOf(start: number, part: number): [from: number, to: number] {
    const behindEnds = start * 4 + PART_ENDS_BYTES;
    const from = part === 0 ? 0 : (this.#shorts[start * 2 + part - 1] as number);
    return [behindEnds + from, behindEnds + (this.#shorts[start * 2 + part] as number)];
  }
}

function isAmong(sorted: Uint16Array | Uint8Array, from: number, to: number, wanted: number): boolean {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return low < to && sorted[low] === wanted;
}
