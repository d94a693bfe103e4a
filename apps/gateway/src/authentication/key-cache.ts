import { LRUCache } from 'lru-cache';
import type { KnownKey } from './known-key.js';

/** Bounded, so that a flood of made-up keys costs no memory. */
const MAX_KEYS = 10_000;
/** How long an unknown key stays unknown: a key issued by another process works after it at the latest. */
const UNKNOWN_MS = 250;

export type Found = KnownKey | 'unknown';

/** What was found out about keys lately, by digest; concurrent questions for one key ask once. */
export class KeyCache {
  readonly #found: LRUCache<string, Found>;
  readonly #asking = new Map<string, Promise<Found>>();

  /** @param knownMs how long a key is believed to be as it was found */
  constructor(private readonly knownMs: number) {
    this.#found = new LRUCache({ max: MAX_KEYS, ttl: knownMs });
  }

  get(digest: string): Found | undefined {
    return this.#found.get(digest);
  }

  /** Asks, unless someone is asking already. */
  async find(digest: string, ask: () => Promise<Found>): Promise<Found> {
    const running = this.#asking.get(digest);
    if (running) return running;
    const asking = ask();
    this.#asking.set(digest, asking);
    try {
      const found = await asking;
      // Forgotten in the meantime: what was found may be older than the reason for it.
      if (this.#asking.get(digest) === asking)
        this.#found.set(digest, found, { ttl: found === 'unknown' ? Math.min(UNKNOWN_MS, this.knownMs) : this.knownMs });
      return found;
    } finally {
      if (this.#asking.get(digest) === asking) this.#asking.delete(digest);
    }
  }

  /** From now on the key is looked up again; for changes that this process made. */
  forget(digest: string): void {
    this.#found.delete(digest);
    this.#asking.delete(digest);
  }
}
