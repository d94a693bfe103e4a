import { type EventOf, leadCapturedV1 } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';
import { erasedAmong } from '@leadstream/privacy';
import { Injectable } from '@nestjs/common';
import { CapturedConsentService } from '../consent/captured-consent.service.js';
import { ReturnedAddressService } from '../dnc/returned-address.service.js';
import { lostAddresses } from '../former-address/former-address.rules.js';
import { FormerAddressService } from '../former-address/former-address.service.js';
import { KnownLeadRepository } from './known-lead.repository.js';
import { gainedAddresses, knownLeadOf, type LeadEvent, newestOfEach } from './known-lead.rules.js';

/** Follows the lead service: where each lead can be reached, and could before, and what it agreed to when it was captured. */
@Injectable()
export class KnownLeadService {
  constructor(
    private readonly repository: KnownLeadRepository,
    private readonly consents: CapturedConsentService,
    private readonly formerAddresses: FormerAddressService,
    private readonly returned: ReturnedAddressService,
  ) {}

  /** @param told of any leads, in any order; what is older than what is known changes no lead, and of an erased one nothing is kept */
  async apply(tx: Tx, tenantId: string, told: readonly LeadEvent[]): Promise<void> {
    const erased = await erasedAmong(tx, [...new Set(told.map(({ data }) => data.leadId))]);
    const events = erased.size === 0 ? told : told.filter(({ data }) => !erased.has(data.leadId));
    const stated = events.map((event) => ({ lead: knownLeadOf(event), at: event.time }));
    const newest = newestOfEach(stated.map(({ lead }) => lead));
    const before = await this.repository.save(tx, tenantId, newest);
    await this.formerAddresses.note(tx, lostAddresses(before, stated));
    await this.consents.append(tx, tenantId, events.filter(isCaptured));
    await this.returned.tell(tx, gainedAddresses(before, newest));
  }
}

function isCaptured(event: LeadEvent): event is EventOf<typeof leadCapturedV1> {
  return event.type === leadCapturedV1.type;
}
