/** What is true of one address, by what was acknowledged so far. */
interface Word {
  readonly isWithdrawn: boolean;
  /** Until when the last grants hold against it, in milliseconds. */
  readonly grantedUntilMs: number;
}

const NOTHING: Word = { isWithdrawn: false, grantedUntilMs: -Infinity };

/**
 * What a caller knows who only remembers answers: at which addresses somebody withdrew, and nothing was granted since. It knows no ledger and no
 * projection, and counts whatever may be a grant as one.
 */
export class Acknowledged {
  readonly #words = new Map<string, Word>();
  readonly #addresses = new Map<string, Set<string>>();
  /** By lead, the addresses at which it said STOP. */
  readonly #stops = new Map<string, Set<string>>();
  /** Leads that were ever one person, as sets of all of them. */
  readonly #together = new Map<string, Set<string>>();

  /** @param address that the lead has from now on */
  reached(leadId: string, address: string): void {
    this.#addresses.set(leadId, (this.#addresses.get(leadId) ?? new Set()).add(address));
  }

  merged(leadId: string, into: string): void {
    const all = new Set([...this.#personOf(leadId), ...this.#personOf(into)]);
    for (const member of all) this.#together.set(member, all);
  }

  withdrew(leadId: string): void {
    for (const address of this.#addresses.get(leadId) ?? []) this.#words.set(address, { isWithdrawn: true, grantedUntilMs: -Infinity });
  }

  granted(leadId: string, untilMs = Infinity): void {
    const addresses = [...this.#personOf(leadId)].flatMap((member) => [...(this.#addresses.get(member) ?? [])]);
    for (const address of addresses) {
      const { isWithdrawn, grantedUntilMs } = this.#words.get(address) ?? NOTHING;
      this.#words.set(address, { isWithdrawn, grantedUntilMs: Math.max(grantedUntilMs, untilMs) });
    }
  }

  /** @param address that the lead has when it says STOP */
  stopped(leadId: string, address: string): void {
    this.#stops.set(leadId, (this.#stops.get(leadId) ?? new Set()).add(address));
  }

  /** Whatever may be taken for the lead's own STOP is lifted. */
  started(leadId: string): void {
    for (const member of this.#personOf(leadId)) this.#stops.delete(member);
  }

  /** Leads whose STOP stands. */
  stops(): string[] {
    return [...this.#stops.keys()];
  }

  /** Whether the lead said STOP, wherever it is reached by now, or whoever had the address when it did. */
  isStopped(leadId: string, address: string): boolean {
    return this.#stops.has(leadId) || [...this.#stops.values()].some((addresses) => addresses.has(address));
  }

  /** Whether nobody may be contacted there. */
  isForbidden(address: string, nowMs: number): boolean {
    const { isWithdrawn, grantedUntilMs } = this.#words.get(address) ?? NOTHING;
    return isWithdrawn && grantedUntilMs <= nowMs;
  }

  #personOf(leadId: string): Set<string> {
    return this.#together.get(leadId) ?? new Set([leadId]);
  }
}
