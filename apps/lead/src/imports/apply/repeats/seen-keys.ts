import { hash } from 'node:crypto';

const FIRST_CAPACITY = 1 << 12;

/**
 * Remembers for each of many keys the row that had it first, in 12 bytes a slot: a million keys take 24 MiB. Keys are told apart by 64 bits
 * of their SHA-1; that two of a million agree in them has a chance of 3 in 100 million.
 */
export class SeenKeys {
  #high = new Uint32Array(FIRST_CAPACITY);
  #low = new Uint32Array(FIRST_CAPACITY);
  /** 0 where the slot is free. */
  #rows = new Uint32Array(FIRST_CAPACITY);
  #count = 0;
  /** What is tried, until it is kept. */
  #tried = new Map<string, number>();

  /** @returns the row that had the key first; undefined when none had it */
  find(key: string): number | undefined {
    const tried = this.#tried.get(key);
    if (tried !== undefined) return tried;
    const digest = hash('sha1', key, 'buffer');
    return this.#rows[this.#slotOf(digest.readUInt32LE(0), digest.readUInt32LE(4))] || undefined;
  }

  /** Notes the row, unless one had the key before, for as long as it is neither kept nor dropped. */
  try(key: string, row: number): void {
    if (this.find(key) === undefined) this.#tried.set(key, row);
  }

  /** Keeps what was tried. */
  keep(): void {
    for (const [key, row] of this.#tried) this.note(key, row);
    this.#tried.clear();
  }

  /** Forgets what was tried. */
  drop(): void {
    this.#tried.clear();
  }

  /** @returns the row that had the key first; `row` itself when it is the one */
  note(key: string, row: number): number {
    const digest = hash('sha1', key, 'buffer');
    const [high, low] = [digest.readUInt32LE(0), digest.readUInt32LE(4)];
    const slot = this.#slotOf(high, low);
    const first = this.#rows[slot] ?? 0;
    if (first !== 0) return first;
    this.#put(slot, high, low, row);
    if (this.#count * 2 > this.#rows.length) this.#grow();
    return row;
  }

  #put(slot: number, high: number, low: number, row: number): void {
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#rows[slot] = row;
    this.#count += 1;
  }

  #slotOf(high: number, low: number): number {
    const mask = this.#rows.length - 1;
    let slot = low & mask;
    while (this.#rows[slot] !== 0 && (this.#high[slot] !== high || this.#low[slot] !== low)) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [high, low, rows] = [this.#high, this.#low, this.#rows];
    const capacity = rows.length * 2;
    [this.#high, this.#low, this.#rows, this.#count] = [new Uint32Array(capacity), new Uint32Array(capacity), new Uint32Array(capacity), 0];
    for (const [slot, row] of rows.entries()) {
      if (row === 0) continue;
      const [h, l] = [high[slot] ?? 0, low[slot] ?? 0];
      this.#put(this.#slotOf(h, l), h, l, row);
    }
  }
}
