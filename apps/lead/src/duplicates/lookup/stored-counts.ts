import type { ValueFrequencies } from '../scoring/value-frequencies.rules.js';

/** Frequencies that were looked up beforehand, for the values at hand. */
export class StoredCounts implements ValueFrequencies {
  /**
   * @param leads that were counted
   * @param counts by hash of field and value
   */
  constructor(
    readonly leads: number,
    private readonly counts: ReadonlyMap<string, number>,
    private readonly hashOf: (field: string, value: string) => string,
  ) {}

  count(field: string, value: string): number {
    return this.counts.get(this.hashOf(field, value)) ?? 0;
  }
}
