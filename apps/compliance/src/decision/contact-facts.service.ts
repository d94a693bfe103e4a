import type { Channel, DecisionInputs, Purpose } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { standingConsent } from '../consent/consent.rules.js';
import { ConsentReadModel } from '../consent/consent.read-model.js';
import { blocks } from '../dnc/dnc.rules.js';
import { DncReadModel } from '../dnc/dnc.read-model.js';
import { KnownLeadReadModel } from '../known-lead/known-lead.read-model.js';
import { LeadStreamService } from '../lead-stream/lead-stream.service.js';
import type { ContactFacts } from './decision.rules.js';

/** The facts a decision is made on, and where each came from. */
export interface GatheredFacts {
  readonly facts: ContactFacts;
  readonly inputs: DecisionInputs;
  /** Of the event that will tell the decision. */
  readonly sequence: number;
}

/** Collects what a contact decision depends on. */
@Injectable()
export class ContactFactsService {
  constructor(
    private readonly leadStream: LeadStreamService,
    private readonly knownLeads: KnownLeadReadModel,
    private readonly consents: ConsentReadModel,
    private readonly dnc: DncReadModel,
  ) {}

  /** Locks the lead's row first: every change acknowledged before is seen, and none to its consent slips in before the commit. */
  async gather(tx: Tx, leadId: string, channel: Channel, purpose: Purpose, now: Date): Promise<GatheredFacts> {
    const { tenantId } = tx;
    const [[sequence = 0], lead, ledger] = await Promise.all([
      this.leadStream.take(tx, tenantId, [leadId]),
      this.knownLeads.find(tx, tenantId, leadId),
      this.consents.findLatest(tx, tenantId, leadId, { channel, purpose }),
    ]);
    const { listVersion, entries } = await this.dnc.findListed(tx, tenantId, { phone: lead?.phone ?? null, email: lead?.email ?? null });
    const blocking = entries.filter((entry) => blocks(entry, channel, now));
    const consent = standingConsent(ledger);
    return {
      facts: { lead, consent, dncEntries: blocking.length },
      inputs: {
        leadVersion: lead?.sequence ?? null,
        consentEntryId: consent?.entryId ?? null,
        dncEntryIds: blocking.map(({ id }) => id),
        dncListVersion: listVersion,
      },
      sequence,
    };
  }
}
