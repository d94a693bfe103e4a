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
  /** Into which lead each one has gone, as it is now. */
  readonly #into = new Map<string, string>();

  /** @param address that the lead has from now on */
  reached(leadId: string, address: string): void {
    this.#addresses.set(leadId, (this.#addresses.get(leadId) ?? new Set()).add(address));
  }

  merged(leadId: string, into: string): void {
    const all = new Set([...this.#personOf(leadId), ...this.#personOf(into)]);
    for (const member of all) this.#together.set(member, all);
    this.#into.set(leadId, into);
  }

  parted(leadId: string): void {
    this.#into.delete(leadId);
  }

  /** Whoever is one person with the lead now has withdrawn, whatever they are one with later. */
  withdrew(leadId: string): void {
    const root = this.#rootOf(leadId);
    const members = [...this.#addresses.keys()].filter((one) => this.#rootOf(one) === root);
    for (const address of this.#addressesOf(members)) this.#words.set(address, { isWithdrawn: true, grantedUntilMs: -Infinity });
  }

  granted(leadId: string, untilMs = Infinity): void {
    for (const address of this.#addressesOf([...this.#personOf(leadId)])) {
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

  #addressesOf(leadIds: readonly string[]): string[] {
    return leadIds.flatMap((leadId) => [...(this.#addresses.get(leadId) ?? [])]);
  }

  #rootOf(leadId: string): string {
    const into = this.#into.get(leadId);
    return into === undefined ? leadId : this.#rootOf(into);
  }

  #personOf(leadId: string): Set<string> {
    return this.#together.get(leadId) ?? new Set([leadId]);
  }
}
