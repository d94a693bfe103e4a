import { Injectable } from '@nestjs/common';
import type { Tx } from '@leadstream/persistence';
import { KnownLeadRepository } from './known-lead.repository.js';
import { type KnownLeadEvent, latestByLead } from './known-lead.rules.js';

/** Knows whose address it is. */
@Injectable()
export class KnownLeadService {
  constructor(private readonly leads: KnownLeadRepository) {}

  /** @param events in any order; older news never overwrites newer */
  async apply(tx: Tx, tenantId: string, events: readonly KnownLeadEvent[]): Promise<void> {
    await this.leads.save(tx, tenantId, latestByLead(events));
  }

  /** Ids of live leads by address; an address that nobody has is left out. */
  findIdsByEmail(tx: Tx, tenantId: string, emails: readonly string[]): Promise<Map<string, string>> {
    return this.leads.findIdsByEmail(tx, tenantId, emails);
  }
}
