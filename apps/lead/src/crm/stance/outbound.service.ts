import { Injectable } from '@nestjs/common';
import type { consentChangedV1, DataOf, dncAddedV1 } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { done, type Outcome, skip } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { LeadRepository } from '../../lead-store/lead.repository.js';
import { WaitingLeadRepository } from '../link/waiting-lead.repository.js';
import { addressSubject, leadSubject } from './contact-stance.rules.js';
import { ContactStanceRepository } from './contact-stance.repository.js';

/** Notes what peers are to hear of: leads that changed, and leads of which something else may be told. */
@Injectable()
export class OutboundService {
  constructor(
    private readonly waiting: WaitingLeadRepository,
    private readonly stances: ContactStanceRepository,
    private readonly leads: LeadRepository,
  ) {}

  /** Of a merge both leads are concerned. */
  async noteLeads(tx: Tx, events: readonly { readonly data: { readonly leadId: Uuid; readonly survivorId?: Uuid } }[]): Promise<Outcome[]> {
    const leadIds = events.flatMap(({ data: { leadId, survivorId } }) => (survivorId === undefined ? [leadId] : [leadId, survivorId]));
    await this.waiting.mark(tx, tx.tenantId, leadIds);
    return events.map(() => done());
  }

  async noteConsent(tx: Tx, { leadId, channel, purpose, state, statedAt }: DataOf<typeof consentChangedV1>): Promise<Outcome> {
    const source = `consent:${channel}:${purpose}`;
    const stated = { subject: leadSubject(leadId), source, forbids: state === 'withdrawn', statedAt: new Date(statedAt), expiresAt: null };
    await this.stances.save(tx, tx.tenantId, stated);
    await this.waiting.mark(tx, tx.tenantId, [leadId]);
    return done();
  }

  /** Entries that leave e-mail (of an address) or calls (of a number) alone are no reason to keep anything from a peer. */
  async noteProhibition(tx: Tx, { entryId, kind, value, channels, addedAt, expiresAt }: DataOf<typeof dncAddedV1>): Promise<Outcome> {
    if (value === null) return skip('address_erased');
    const concerned = kind === 'email' ? 'email' : 'voice';
    if (channels.length > 0 && !channels.includes(concerned)) return skip('channels_not_kept_by_peers');
    const times = { statedAt: new Date(addedAt), expiresAt: expiresAt === null ? null : new Date(expiresAt) };
    await this.stances.save(tx, tx.tenantId, {
      subject: addressSubject(tx.tenantId, kind, value),
      source: `dnc:${entryId}`,
      forbids: true,
      ...times,
    });
    const values = { externalId: [], email: kind === 'email' ? [value] : [], phone: kind === 'phone' ? [value] : [] };
    const leads = await this.leads.findByIdentifiers(tx, tx.tenantId, values);
    await this.waiting.mark(
      tx,
      tx.tenantId,
      leads.map(({ leadId }) => leadId),
    );
    return done();
  }

  /** Leads that had to be kept back are told of with their next change, or by a full sync. */
  async forgetProhibition(tx: Tx, entryId: Uuid): Promise<Outcome> {
    await this.stances.delete(tx, tx.tenantId, `dnc:${entryId}`);
    return done();
  }
}
