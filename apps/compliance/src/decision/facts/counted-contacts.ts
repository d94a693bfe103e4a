import type { Channel, DecisionFacts, Purpose } from '@leadstream/contracts';

const HOUR_MS = 3_600_000;

/** A contact that was allowed. */
export interface AllowedContact {
  readonly leadId: string;
  readonly channel: Channel;
  readonly purpose: Purpose;
  readonly at: Date;
}

/** Contacts that were allowed, by the lead that is asked about, those of the batch that is being decided among them. */
export class CountedContacts {
  readonly #byLead = new Map<string, AllowedContact[]>();

  /** @param contacts of the lead, of all that went into it, and of whoever had their addresses before */
  set(leadId: string, contacts: readonly AllowedContact[]): void {
    this.#byLead.set(leadId, [...contacts]);
  }

  add(contact: AllowedContact): void {
    this.set(contact.leadId, [...(this.#byLead.get(contact.leadId) ?? []), contact]);
  }

  /** Those of the last hours before an instant; none for 0 hours. */
  within(leadId: string, hours: number, at: Date): DecisionFacts['contacts'] {
    if (hours === 0) return [];
    const sinceMs = at.getTime() - hours * HOUR_MS;
    const counted = (this.#byLead.get(leadId) ?? []).filter((contact) => contact.at.getTime() > sinceMs);
    return counted.map(({ channel, purpose, at: contactAt }) => ({ channel, purpose, at: contactAt.toISOString() }));
  }
}
