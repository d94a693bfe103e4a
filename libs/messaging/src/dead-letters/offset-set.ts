/** A broker takes 4,096 bytes of metadata with an offset (`offset.metadata.max.bytes`). */
const MAX_TEXT = 4_000;
const RANGE = /^(\d{1,15})(?:-(\d{1,15}))?$/;

/** Offsets below a mark, and some above it: which dead letters are dealt with. */
export class OffsetSet {
  readonly #above = new Set<number>();
  #mark: number;

  /**
   * @param mark every offset below it is in the set
   * @param ranges those above, `5,7-9`; nonsense counts as nothing
   */
  constructor(mark: number, ranges = '') {
    this.#mark = mark;
    for (const offset of parseRanges(ranges) ?? []) this.add(offset);
  }

  /** First offset that is not in the set. */
  get mark(): number {
    return this.#mark;
  }

  has(offset: number): boolean {
    return offset < this.#mark || this.#above.has(offset);
  }

  add(offset: number): void {
    if (!this.has(offset)) this.#above.add(offset);
    while (this.#above.delete(this.#mark)) this.#mark += 1;
  }

  /** How many offsets in `[from, to)` are not in the set. */
  countMissing(from: number, to: number): number {
    const start = Math.max(from, this.#mark);
    const inside = [...this.#above].filter((offset) => offset >= start && offset < to).length;
    return Math.max(0, to - start) - inside;
  }

  /** Offsets above the mark as ranges. @throws RangeError when they are too scattered to be remembered */
  toString(): string {
    const ranges: [number, number][] = [];
    for (const offset of [...this.#above].sort((one, other) => one - other)) {
      const last = ranges.at(-1);
      if (last !== undefined && last[1] === offset - 1) last[1] = offset;
      else ranges.push([offset, offset]);
    }
    const text = ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
    if (text.length > MAX_TEXT) throw new RangeError('too many separate dead letters are dealt with: deal with the oldest first');
    return text;
  }
}

/** Offsets of `5,7-9`, or undefined when that is not what the text is. */
export function parseRanges(text: string): number[] | undefined {
  if (text === '') return [];
  const parts = text.split(',').map((part) => RANGE.exec(part.trim()));
  const offsets: number[] = [];
  for (const part of parts) {
    if (part === null) return undefined;
    const from = Number(part[1]);
    const to = part[2] === undefined ? from : Number(part[2]);
    if (to < from || to - from > 1_000_000) return undefined;
    for (let offset = from; offset <= to; offset += 1) offsets.push(offset);
  }
  return offsets;
}
