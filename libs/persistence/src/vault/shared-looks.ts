import type { Uuid } from '@leadstream/kernel';

interface Group<K, V> {
  readonly wanted: Set<K>;
  readonly found: Promise<ReadonlyMap<K, V>>;
}

/**
 * Callers of a tenant who come while a look is on its way share the next one: however many write at the same time, few statements and
 * few commits serve them. When a look fails, all who share it hear of it, and the next begins anew.
 */
export class SharedLooks<K, V> {
  readonly #running = new Map<Uuid, Promise<unknown>>();
  readonly #next = new Map<Uuid, Group<K, V>>();

  constructor(private readonly look: (tenantId: Uuid, wanted: readonly K[]) => Promise<ReadonlyMap<K, V>>) {}

  /** @returns what the look found, of this caller and of those who share it */
  async find(tenantId: Uuid, wanted: Iterable<K>): Promise<ReadonlyMap<K, V>> {
    const group = this.#next.get(tenantId) ?? this.#open(tenantId);
    for (const one of wanted) group.wanted.add(one);
    return group.found;
  }

  #open(tenantId: Uuid): Group<K, V> {
    const wanted = new Set<K>();
    const found = this.#after(this.#running.get(tenantId)).then(() => this.#begin(tenantId, wanted));
    const group = { wanted, found };
    this.#next.set(tenantId, group);
    return group;
  }

  async #after(running: Promise<unknown> | undefined): Promise<void> {
    await running?.catch(() => undefined);
  }

  async #begin(tenantId: Uuid, wanted: ReadonlySet<K>): Promise<ReadonlyMap<K, V>> {
    this.#next.delete(tenantId);
    const look = this.look(tenantId, [...wanted]);
    this.#running.set(tenantId, look);
    try {
      return await look;
    } finally {
      if (this.#running.get(tenantId) === look) this.#running.delete(tenantId);
    }
  }
}
