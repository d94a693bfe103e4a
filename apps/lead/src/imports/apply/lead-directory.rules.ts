import type { Uuid } from '@leadstream/kernel';
import { type Identifier, IDENTIFIERS, type LeadRecord } from '../../lead/lead.js';

/** The leads a batch of rows has to do with, found by any identifier, as they are after the rows so far. */
export class LeadDirectory {
  readonly #leads = new Map<Uuid, LeadRecord>();
  readonly #holders: Readonly<Record<Identifier, Map<string, Uuid>>> = { externalId: new Map(), email: new Map(), phone: new Map() };
  readonly #known: ReadonlySet<Uuid>;
  readonly #touched = new Set<Uuid>();

  constructor(existing: readonly LeadRecord[]) {
    for (const lead of existing) this.put(lead);
    this.#known = new Set(this.#leads.keys());
    this.#touched.clear();
  }

  holderOf(name: Identifier, value: string): LeadRecord | undefined {
    const leadId = this.#holders[name].get(value);
    return leadId === undefined ? undefined : this.#leads.get(leadId);
  }

  /** Takes the lead's new version; identifiers it gave up are free. */
  put(lead: LeadRecord): void {
    const before = this.#leads.get(lead.leadId);
    for (const name of IDENTIFIERS) {
      const [given, taken] = [before?.[name], lead[name]];
      if (given && given !== taken) this.#holders[name].delete(given);
      if (taken) this.#holders[name].set(taken, lead.leadId);
    }
    this.#leads.set(lead.leadId, lead);
    this.#touched.add(lead.leadId);
  }

  changed(): { readonly created: LeadRecord[]; readonly updated: LeadRecord[] } {
    const leads = [...this.#touched].map((leadId) => this.#leads.get(leadId)).filter((lead) => lead !== undefined);
    return {
      created: leads.filter(({ leadId }) => !this.#known.has(leadId)),
      updated: leads.filter(({ leadId }) => this.#known.has(leadId)),
    };
  }
}
