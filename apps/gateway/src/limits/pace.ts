import { LRUCache } from 'lru-cache';

const SECOND_MS = 1_000;
/** Of the pace of a second, what may come at once after a rest. */
const AT_ONCE_SHARE01 = 0.5;

/** How one request stands with the pace of its key. */
export interface Paced {
  readonly passes: boolean;
  /** The first instant at which another one passes. */
  readonly nextMs: number;
}

/**
 * How fast requests of one key get through this process, whatever its limit would still allow: evenly, after a first handful. Whoever asks
 * without a pause gets one through every `1 / perSecond`, not a second's worth whenever a second begins.
 */
export class Pace {
  readonly #intervalMs: number;
  readonly #aheadMs: number;
  /** When a key that had always kept its pace would come next (the generic cell rate algorithm). */
  readonly #dueMs: LRUCache<string, number>;

  constructor(perSecond: number, maxKeys: number) {
    this.#intervalMs = SECOND_MS / perSecond;
    this.#aheadMs = (Math.ceil(perSecond * AT_ONCE_SHARE01) - 1) * this.#intervalMs;
    this.#dueMs = new LRUCache({ max: maxKeys });
  }

  /** Counts one request, unless it does not pass. */
  ask(key: string, nowMs: number): Paced {
    const dueMs = Math.max(nowMs, this.#dueMs.get(key) ?? nowMs);
    if (nowMs < dueMs - this.#aheadMs) return { passes: false, nextMs: dueMs - this.#aheadMs };
    this.#dueMs.set(key, dueMs + this.#intervalMs);
    return { passes: true, nextMs: Math.max(nowMs, dueMs + this.#intervalMs - this.#aheadMs) };
  }
}
