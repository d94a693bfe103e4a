import type { AuditEntry, AuditFact, AuditHead } from '../audit-entry.js';
import { entriesAfter } from './next-entries.rules.js';

/** A tenant's chain, locked, while entries are added to it a part at a time. */
export class GrowingChain {
  #head: AuditHead;
  readonly #known: Set<string>;

  /** @param known ids of those of the events to come that have an entry already */
  constructor(
    readonly tenantId: string,
    head: AuditHead,
    known: Iterable<string>,
  ) {
    this.#head = head;
    this.#known = new Set(known);
  }

  /** Whether an event is to get an entry: true once for each that has none. */
  admit(eventId: string): boolean {
    if (this.#known.has(eventId)) return false;
    this.#known.add(eventId);
    return true;
  }

  /** Adds entries of events that were admitted; see `entriesAfter`. */
  extend(facts: readonly AuditFact[], now: Date, told: readonly string[]): AuditEntry[] {
    const entries = entriesAfter(this.tenantId, this.#head, facts, now, told);
    this.#head = entries.at(-1) ?? this.#head;
    return entries;
  }
}
