import type { ComparableLead } from '../comparable/comparable-lead.js';
import { countedValues, type ValueFrequencies } from './value-frequencies.rules.js';

/** Distinct values that are remembered of each field. */
const DEFAULT_MAX_VALUES = 200_000;

/** Counts values lead by lead, in memory that does not grow with their number. */
export class ValueCounts implements ValueFrequencies {
  readonly #fields = new Map<string, Map<string, number>>();
  readonly #maxValues: number;
  #leads = 0;

  /** @param maxValues of each field; beyond it, values seen once so far are forgotten: rare ones stay rare */
  constructor(maxValues = DEFAULT_MAX_VALUES) {
    this.#maxValues = maxValues;
  }

  get leads(): number {
    return this.#leads;
  }

  add(lead: ComparableLead): void {
    this.#leads += 1;
    for (const [field, value] of countedValues(lead)) {
      const counts = this.#fields.get(field) ?? new Map<string, number>();
      if (counts.size === 0) this.#fields.set(field, counts);
      counts.set(value, (counts.get(value) ?? 0) + 1);
      if (counts.size > this.#maxValues) forgetRare(counts, this.#maxValues);
    }
  }

  count(field: string, value: string): number {
    return this.#fields.get(field)?.get(value) ?? 0;
  }

  /** Values that so many leads have at least. */
  *frequent(atLeast: number): Generator<readonly [field: string, value: string, leads: number]> {
    for (const [field, counts] of this.#fields) {
      for (const [value, count] of counts) if (count >= atLeast) yield [field, value, count];
    }
  }
}

/** Leaves half of the room free, so that this is done once for many values. */
function forgetRare(counts: Map<string, number>, maxValues: number): void {
  for (let atMost = 1; counts.size > maxValues / 2; atMost *= 2) {
    for (const [value, count] of counts) if (count <= atMost) counts.delete(value);
  }
}
