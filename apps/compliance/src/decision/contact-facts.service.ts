import type { Channel, DecisionInputs, Purpose } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { familyConsent } from '../consent/family/family-consent.rules.js';
import { ConsentReadModel } from '../consent/consent.read-model.js';
import { blocks } from '../dnc/dnc.rules.js';
import { DncReadModel } from '../dnc/dnc.read-model.js';
import { addressesOf, familyIds } from '../known-lead/known-lead.rules.js';
import { KnownLeadReadModel } from '../known-lead/known-lead.read-model.js';
import { LeadStreamService } from '../lead-stream/lead-stream.service.js';
import { OptOutReviewReadModel } from '../opt-out/review/opt-out-review.read-model.js';
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
    private readonly optOuts: OptOutReviewReadModel,
  ) {}

  /**
   * Of the lead and of all that went into it: what one of them may not be told, the person may not be told.
   * Locks the lead's row first: every change acknowledged before is seen, and none to its consent slips in before the commit.
   */
  async gather(tx: Tx, leadId: string, channel: Channel, purpose: Purpose, now: Date): Promise<GatheredFacts> {
    const { tenantId } = tx;
    const [[sequence = 0], family] = await Promise.all([
      this.leadStream.take(tx, tenantId, [leadId]),
      this.knownLeads.findFamily(tx, tenantId, leadId),
    ]);
    const { lead, merged } = family;
    const leadIds = familyIds(leadId, family);
    const [ledger, { listVersion, entries }, waiting] = await Promise.all([
      this.consents.findLatest(tx, tenantId, leadIds, { channel, purpose }),
      this.dnc.findListedOfAll(tx, tenantId, addressesOf(family)),
      this.optOuts.findWaiting(tx, tenantId, leadIds, channel),
    ]);
    const blocking = entries.filter((entry) => blocks(entry, channel, now));
    const consent = familyConsent(ledger, merged);
    return {
      facts: { lead, consent, dncEntries: blocking.length, waitingOptOuts: waiting.length },
      inputs: {
        leadVersion: lead?.sequence ?? null,
        consentEntryId: consent?.entryId ?? null,
        dncEntryIds: blocking.map(({ id }) => id),
        dncListVersion: listVersion,
        optOutReviewIds: waiting,
      },
      sequence,
    };
  }
}
