import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { KnownLeadRepository } from './known-lead.repository.js';
import { knownLeadOf, type LeadEvent, newestOfEach } from './known-lead.rules.js';

/** Follows the lead service: which leads exist, and which were deleted. */
@Injectable()
export class KnownLeadService {
  constructor(private readonly repository: KnownLeadRepository) {}

  /** @param events of any leads, in any order; what is older than what is known changes no lead */
  async apply(tx: Tx, tenantId: string, events: readonly LeadEvent[]): Promise<void> {
    await this.repository.save(tx, tenantId, newestOfEach(events.map(knownLeadOf)));
  }
}
