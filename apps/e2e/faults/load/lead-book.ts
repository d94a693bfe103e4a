import type { Random } from '../random.ts';

/** Default statuses of the public API. */
const LEAD_STATUSES = ['new', 'contacted', 'engaged', 'qualified', 'nurturing', 'converted', 'lost'];

/** A lead as its only client knows it. */
export interface KnownLead {
  /** Operation that captured it. */
  readonly operation: string;
  readonly id: string;
  version: number;
  status: string;
}

/** Leads that the client may change: one change at a time for each, because the next one names the version. */
export class LeadBook {
  readonly #free: KnownLead[] = [];

  get size(): number {
    return this.#free.length;
  }

  add(lead: KnownLead): void {
    this.#free.push(lead);
  }

  /** Any free lead, to speak of without changing it. */
  any(random: Random): KnownLead | undefined {
    return this.#free.length > 0 ? random.pick(this.#free) : undefined;
  }

  /** Takes a lead out until it is put back. */
  take(random: Random): KnownLead | undefined {
    const lead = this.any(random);
    if (lead) this.#free.splice(this.#free.indexOf(lead), 1);
    return lead;
  }
}

/** A status other than the present one. */
export function nextStatus(lead: KnownLead, random: Random): string {
  return random.pick(LEAD_STATUSES.filter((status) => status !== lead.status));
}
