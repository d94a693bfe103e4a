import { AreaPage, DENSE_WORDS, EXCHANGES, LINES_PER_EXCHANGE, MAX_PARTED, MAX_SHORTS, PARTS, wordsFor } from './area-page.rules.js';

/** One area code while it is being changed: a bit for every number, 1.25 MB, used for one page after the other. */
export class AreaDraft {
  readonly #words = new Uint32Array(EXCHANGES * DENSE_WORDS);
  readonly #counts = new Uint16Array(EXCHANGES);

  /** Starts from what a page lists. */
  load(page: AreaPage): void {
    this.#words.fill(0);
    this.#counts.set(page.counts);
    for (let exchange = 0; exchange < EXCHANGES; exchange += 1) {
      const count = this.#counts[exchange] as number;
      const to = exchange * DENSE_WORDS;
      if (count > MAX_PARTED) {
        const from = page.startOf(exchange);
        this.#words.set(page.words.subarray(from, from + DENSE_WORDS), to);
      } else if (count > 0) for (const rest of page.listedOf(exchange)) this.#flip(to + (rest >>> 5), rest);
    }
  }

  /** @returns whether it changed anything */
  set(line: number, isListed: boolean): boolean {
    const exchange = Math.floor(line / LINES_PER_EXCHANGE);
    const rest = line - exchange * LINES_PER_EXCHANGE;
    const at = exchange * DENSE_WORDS + (rest >>> 5);
    if ((((this.#words[at] as number) >>> (rest & 31)) & 1) === Number(isListed)) return false;
    this.#flip(at, rest);
    this.#counts[exchange] = (this.#counts[exchange] as number) + (isListed ? 1 : -1);
    return true;
  }

  /** A page of its own, in the shortest form for each exchange. */
  toPage(): AreaPage {
    const words = new Uint32Array(this.#counts.reduce((total, count) => total + wordsFor(count), 0));
    let to = 0;
    for (let exchange = 0; exchange < EXCHANGES; exchange += 1) {
      const count = this.#counts[exchange] as number;
      const bits = this.#words.subarray(exchange * DENSE_WORDS, (exchange + 1) * DENSE_WORDS);
      if (count > MAX_PARTED) words.set(bits, to);
      else if (count > MAX_SHORTS) writeParted(bits, words, to);
      else if (count > 0) writeShorts(bits, words, to);
      to += wordsFor(count);
    }
    return new AreaPage(this.#counts.slice(), words);
  }

  #flip(at: number, rest: number): void {
    this.#words[at] = (this.#words[at] as number) ^ (1 << (rest & 31));
  }
}

function writeShorts(bits: Uint32Array, words: Uint32Array, from: number): void {
  const shorts = new Uint16Array(words.buffer);
  let to = from * 2;
  forEachBit(bits, (rest) => {
    shorts[to++] = rest;
  });
}

function writeParted(bits: Uint32Array, words: Uint32Array, from: number): void {
  const ends = new Uint16Array(words.buffer).subarray(from * 2, from * 2 + PARTS);
  const lows = new Uint8Array(words.buffer).subarray(from * 4 + ends.byteLength);
  let count = 0;
  forEachBit(bits, (rest) => {
    lows[count++] = rest & 255;
    ends[rest >>> 8] = count;
  });
  // Parts without numbers end where the one before them does.
  for (let part = 1; part < PARTS; part += 1) ends[part] = Math.max(ends[part] as number, ends[part - 1] as number);
}

function forEachBit(bits: Uint32Array, take: (rest: number) => void): void {
  bits.forEach((word, index) => {
    for (let rest = word; rest !== 0; rest &= rest - 1) take(index * 32 + 31 - Math.clz32(rest & -rest));
  });
}
