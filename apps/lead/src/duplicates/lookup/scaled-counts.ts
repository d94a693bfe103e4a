import type { ValueFrequencies } from '../scoring/value-frequencies.rules.js';

/** What was counted of a part of the leads, taken for all of them. */
export class ScaledCounts implements ValueFrequencies {
  readonly #scale: number;

  constructor(
    private readonly counted: ValueFrequencies,
    readonly leads: number,
  ) {
    this.#scale = counted.leads === 0 ? 1 : Math.max(1, leads / counted.leads);
  }

  /** A value that the part has once or twice is rare among all, as far as anybody knows. */
  count(field: string, value: string): number {
    const count = this.counted.count(field, value);
    return count <= 2 ? count : Math.round(count * this.#scale);
  }
}
