import { LRUCache } from 'lru-cache';

const SECOND_MS = 1_000;

/** What came within the second that began with the first of it. */
interface Second {
  readonly endsAtMs: number;
  count: number;
}

/** How many requests of one key this process lets through in a second, whatever its limit would still allow. */
export class Pace {
  readonly #seconds: LRUCache<string, Second>;

  constructor(
    readonly perSecond: number,
    maxKeys: number,
  ) {
    this.#seconds = new LRUCache({ max: maxKeys });
  }

  /** Counts one request. @returns when its key may ask again; undefined when it may pass now */
  refusedUntilMs(key: string, nowMs: number): number | undefined {
    const second = this.#seconds.get(key);
    if (!second || nowMs >= second.endsAtMs) {
      this.#seconds.set(key, { endsAtMs: nowMs + SECOND_MS, count: 1 });
      return undefined;
    }
    second.count += 1;
    return second.count > this.perSecond ? second.endsAtMs : undefined;
  }
}
