import { createHash } from 'node:crypto';

/** Chance that one seed decides: the same seed gives the same sequence on every machine (mulberry32). */
export class Random {
  readonly seed: number;
  #state: number;

  constructor(seed: number) {
    this.seed = seed;
    this.#state = seed >>> 0;
  }

  /** A sequence of its own for one purpose, so that more draws for one do not shift those of another. */
  for(purpose: string): Random {
    return new Random(createHash('sha256').update(`${this.seed}/${purpose}`).digest().readUInt32BE(0));
  }

  /** At least 0, below 1. */
  ratio01(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.ratio01() * (high - low + 1));
  }

  chance(probability01: number): boolean {
    return this.ratio01() < probability01;
  }

  /** @throws RangeError for an empty list */
  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError('nothing to pick from');
    return list[Math.floor(this.ratio01() * list.length)] as T;
  }

  /** One of the names, each as likely as its weight says. */
  weighted<T extends string>(weights: Readonly<Record<T, number>>): T {
    const entries = Object.entries(weights) as [T, number][];
    let left = this.ratio01() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [name, weight] of entries) {
      left -= weight;
      if (left < 0) return name;
    }
    return (entries.at(-1) as [T, number])[0];
  }

  shuffled<T>(list: readonly T[]): T[] {
    const keyed = list.map((item) => ({ item, at: this.ratio01() }));
    return keyed.sort((one, other) => one.at - other.at).map(({ item }) => item);
  }
}
