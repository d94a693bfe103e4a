import { AreaPage, DENSE_WORDS, EXCHANGES, LINES_PER_EXCHANGE, MAX_SPARSE, wordsFor } from './area-page.rules.js';

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
      if (count > MAX_SPARSE) {
        const from = page.startOf(exchange);
        this.#words.set(page.words.subarray(from, from + DENSE_WORDS), to);
      } else if (count > 0) for (const rest of page.shortsOf(exchange)) this.#flip(to + (rest >>> 5), rest);
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
    const shorts = new Uint16Array(words.buffer);
    let to = 0;
    for (let exchange = 0; exchange < EXCHANGES; exchange += 1) {
      const count = this.#counts[exchange] as number;
      const bits = this.#words.subarray(exchange * DENSE_WORDS, (exchange + 1) * DENSE_WORDS);
      if (count > MAX_SPARSE) words.set(bits, to);
      else if (count > 0) writeShorts(bits, shorts, to * 2);
      to += wordsFor(count);
    }
    return new AreaPage(this.#counts.slice(), words);
  }

  #flip(at: number, rest: number): void {
    this.#words[at] = (this.#words[at] as number) ^ (1 << (rest & 31));
  }
}

function writeShorts(bits: Uint32Array, shorts: Uint16Array, from: number): void {
  let to = from;
  bits.forEach((word, index) => {
    for (let rest = word; rest !== 0; rest &= rest - 1) shorts[to++] = index * 32 + 31 - Math.clz32(rest & -rest);
  });
}
