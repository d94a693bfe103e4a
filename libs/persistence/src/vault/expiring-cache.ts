import type { Clock } from '@leadstream/kernel';

export interface ExpiringCacheOptions {
  readonly maxEntries: number;
  readonly maxAgeMs: number;
  readonly clock: Clock;
}

/** The entries used last, none of them older than allowed. */
export class ExpiringCache<V> {
  readonly #entries = new Map<string, { readonly value: V; readonly expiresMs: number }>();

  constructor(private readonly options: ExpiringCacheOptions) {}

  get size(): number {
    return this.#entries.size;
  }

  /** To be asked before a value is fetched, so that its age counts from there. */
  expiryFromNow(): number {
    return this.options.clock.now().getTime() + this.options.maxAgeMs;
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    if (entry.expiresMs <= this.options.clock.now().getTime()) return undefined;
    this.#entries.set(key, entry);
    return entry.value;
  }

  set(key: string, value: V, expiresMs: number): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, expiresMs });
    if (this.#entries.size <= this.options.maxEntries) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }

  clear(): void {
    this.#entries.clear();
  }
}
