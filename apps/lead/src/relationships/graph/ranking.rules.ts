/** Scores that should be equal differ by less than half of a unit. */
const UNITS = 1e8;

/** A lead by its place among those that were scored. */
export interface Ranked {
  readonly place: number;
  /** To eight digits. */
  readonly influence01: number;
  /** 1 for the highest score; equal scores have equal ranks. */
  readonly rank: number;
}

/** How leads stand by their scores. */
export class Ranking {
  readonly #scores: Float64Array;
  /** Rising. */
  readonly #sorted: Float64Array;

  constructor(scores: Float64Array) {
    this.#scores = scores.map((score) => Math.round(score * UNITS) / UNITS);
    this.#sorted = this.#scores.toSorted();
  }

  /** The first by score; of equal ones, those with the first places. */
  first(limit: number): Ranked[] {
    const lowest = this.#sorted[Math.max(0, this.#sorted.length - limit)] ?? 0;
    let ties = limit - this.#above(lowest);
    const places: number[] = [];
    this.#scores.forEach((score, place) => {
      if (score > lowest || (score === lowest && ties-- > 0)) places.push(place);
    });
    return places.map((place) => this.at(place)).toSorted((a, b) => a.rank - b.rank || a.place - b.place);
  }

  at(place: number): Ranked {
    const influence01 = this.#scores[place] ?? 0;
    return { place, influence01, rank: this.#above(influence01) + 1 };
  }

  /** How many have a higher score. */
  #above(score: number): number {
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle] as number) <= score) low = middle + 1;
      else high = middle;
    }
    return this.#sorted.length - low;
  }
}
