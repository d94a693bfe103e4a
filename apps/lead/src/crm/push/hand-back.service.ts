import { Inject, Injectable } from '@nestjs/common';
import { leadCrmLinkChangedV1 } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { CLOCK } from '../../tokens.js';
import type { ConnectionRecord } from '../connection/crm-connection.js';
import type { LinkRecord } from '../link/crm-link.js';
import { LinkJournalService } from '../link/link-journal.service.js';
import { LinkRepository } from '../link/link.repository.js';
import { WaitingLeadRepository } from '../link/waiting-lead.repository.js';
import { type CrmPeer, type PeerRecord, type PeerWrite, WRITE_BATCH } from '../peer/crm-peer.js';
import { ValueFactsService } from '../reconcile/value-facts.service.js';
import { handedBack, type Return } from './hand-back.rules.js';
import { TellingService } from './telling.service.js';
import { ToldLeadReadModel } from './told-lead.read-model.js';

/** Gives the records of leads back to them that went into others and are leads of their own again: before anything else is taken or told. */
@Injectable()
export class HandBackService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly links: LinkRepository,
    private readonly linkJournal: LinkJournalService,
    private readonly waiting: WaitingLeadRepository,
    private readonly leads: ToldLeadReadModel,
    private readonly telling: TellingService,
    private readonly valueFacts: ValueFactsService,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Writes the id of its lead into each record: by the other one's a record of that lead would be taken for it.
   * @returns what has to be written here for it to count; undefined when nothing is to be given back (any more)
   */
  async handBack(
    tenantId: Uuid,
    { provider, settings }: ConnectionRecord,
    peer: CrmPeer,
  ): Promise<((tx: Tx) => Promise<void>) | undefined> {
    const returns = await this.database.readInTenant(tenantId, (tx) => this.find(tx, provider));
    if (returns.length === 0) return undefined;
    const owners = await this.valueFacts.askOwners(settings.mapping, peer);
    const { facts } = await this.database.readInTenant(tenantId, (tx) => this.telling.findFacts(tx, settings, owners));
    const records = await peer.find({ peerIds: returns.map(({ heir }) => heir.peerId), leadIds: [], emails: [] });
    await peer.write(returns.flatMap((one) => idWrite(one, records)));
    return async (tx) => {
      const now = this.clock.now();
      const back = returns.map((one) => handedBack(one, recordOf(one, records), settings.mapping, facts, now));
      const heirs = returns.map(({ heir }) => heir).filter(({ state }) => state === 'live');
      const concerned = [...returns.map(({ own }) => own), ...heirs].map(({ leadId }) => leadId);
      const versions = new Map((await this.leads.find(tx, tenantId, concerned)).map(({ leadId, version }) => [leadId, version]));
      const versionOf = ({ leadId }: LinkRecord): number => versions.get(leadId) ?? 1;
      await this.links.delete(
        tx,
        tenantId,
        provider,
        returns.map(({ heir }) => heir.leadId),
      );
      await this.outbox.addAll(
        tx,
        heirs.map((heir) => {
          const { leadId, peerId } = heir;
          const data = { leadId, provider, peerId, state: 'ended', endedBy: 'lead-unmerged', changedAt: now.toISOString() };
          return { contract: leadCrmLinkChangedV1, data, sequence: versionOf(heir), time: now };
        }),
      );
      await this.linkJournal.save(
        tx,
        provider,
        back,
        back.map((link) => ({ link, leadVersion: versionOf(link) })),
      );
      await this.waiting.mark(tx, tenantId, concerned, provider);
    };
  }

  private async find(tx: Tx, provider: ConnectionRecord['provider']): Promise<Return[]> {
    const found = await this.links.findReturns(tx, tx.tenantId, provider, WRITE_BATCH);
    if (found.length === 0) return [];
    const ids = found.flatMap(({ leadId, heirId }) => [leadId, heirId]);
    const links = new Map((await this.links.find(tx, tx.tenantId, provider, ids, [])).map((link) => [link.leadId, link]));
    return found.flatMap(({ leadId, heirId }) => {
      const [own, heir] = [links.get(leadId), links.get(heirId)];
      return own && heir ? [{ own, heir }] : [];
    });
  }
}

function recordOf({ heir }: Return, records: readonly PeerRecord[]): PeerRecord | undefined {
  return records.find(({ peerId, mergedIds }) => peerId === heir.peerId || mergedIds.includes(heir.peerId));
}

function idWrite(one: Return, records: readonly PeerRecord[]): PeerWrite[] {
  const record = recordOf(one, records);
  const { leadId } = one.own;
  return record && record.leadId !== leadId ? [{ leadId, peerId: record.peerId, properties: {} }] : [];
}
