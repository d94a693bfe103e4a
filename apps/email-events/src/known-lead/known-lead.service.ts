import { Injectable } from '@nestjs/common';
import type { Tx } from '@leadstream/persistence';
import { HeldAddressService } from '../held-address/held-address.service.js';
import { KnownLeadRepository } from './known-lead.repository.js';
import { type KnownLeadEvent, latestByLead, toldEmail } from './known-lead.rules.js';

/** Knows whose address it is. */
@Injectable()
export class KnownLeadService {
  constructor(
    private readonly leads: KnownLeadRepository,
    private readonly heldAddresses: HeldAddressService,
  ) {}

  /** @param events in any order; older news never overwrites newer */
  async apply(tx: Tx, tenantId: string, events: readonly KnownLeadEvent[]): Promise<void> {
    const told = events.map((event) => ({ leadId: event.data.leadId, email: toldEmail(event) }));
    await Promise.all([this.heldAddresses.noteBefore(tx, told), this.leads.save(tx, tenantId, latestByLead(events))]);
  }

  /** The addresses whose mail is a lead's: its own, and those of leads that went into it unless another lead has them now. */
  async findEmailsOf(tx: Tx, tenantId: string, leadId: string): Promise<string[]> {
    const emails = await this.leads.findEmails(tx, tenantId, leadId);
    const owners = await this.leads.findIdsByEmail(tx, tenantId, emails);
    return emails.filter((email) => owners.get(email) === leadId);
  }

  /** Ids of live leads by address; an address that nobody has is left out. */
  findIdsByEmail(tx: Tx, tenantId: string, emails: readonly string[]): Promise<Map<string, string>> {
    return this.leads.findIdsByEmail(tx, tenantId, emails);
  }
}
