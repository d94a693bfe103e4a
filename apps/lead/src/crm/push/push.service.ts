import { Inject, Injectable } from '@nestjs/common';
import type { Clock, Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { CLOCK } from '../../tokens.js';
import type { ConnectionRecord } from '../connection/crm-connection.js';
import { LinkJournalService } from '../link/link-journal.service.js';
import { LinkRepository } from '../link/link.repository.js';
import { WaitingLeadRepository } from '../link/waiting-lead.repository.js';
import { type CrmPeer, WRITE_BATCH } from '../peer/crm-peer.js';
import { namedNotes } from '../reconcile/field-names.rules.js';
import type { SyncStep } from '../run/sync-run.js';
import type { LeadDuty } from './push-plan.rules.js';
import { prohibitionsOf } from './prohibitions.rules.js';
import { pushEffect } from './push-effect.rules.js';
import { TellingService } from './telling.service.js';

const FIRST_LEAD = '00000000-0000-0000-0000-000000000000';

/** Tells a peer of leads that wait for it, a batch at a time. */
@Injectable()
export class PushService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly waiting: WaitingLeadRepository,
    private readonly telling: TellingService,
    private readonly links: LinkRepository,
    private readonly linkJournal: LinkJournalService,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Tells the peer of the next leads. A process that ends in between tells it again: records are found by the ids of leads, so that
   * nothing is made twice.
   * @param after the last lead of the batch before
   * @returns what has to be written for it to count, together with the place behind it
   */
  async push(
    tenantId: Uuid,
    connection: ConnectionRecord,
    peer: CrmPeer,
    after: Uuid = FIRST_LEAD,
  ): Promise<(tx: Tx) => Promise<SyncStep>> {
    const { provider, settings } = connection;
    const waiting = await this.database.readInTenant(tenantId, (tx) => this.waiting.findNext(tx, tenantId, provider, after, WRITE_BATCH));
    const last = waiting.at(-1);
    if (!last) return () => Promise.resolve({ direction: 'push', phase: 'end', position: null, counts: {}, notes: [] });
    const leadIds = waiting.map(({ leadId }) => leadId);
    const { duties, plans, facts, versions } = await this.telling.plan(tenantId, connection, peer, leadIds);
    const written = await peer.write(plans.flatMap(({ write }) => write ?? []));
    if (settings.onLeadDeleted === 'archive') await peer.archive(goneIds(duties));
    for (const { peerId, email, channels } of prohibitionsOf(duties, plans, written)) await peer.forbid(peerId, email, channels);
    const place = { direction: 'push', phase: 'push', position: { leadId: last.leadId } } as const;
    return async (tx) => {
      const survivors = duties.flatMap((duty) => (duty.kind === 'merged' ? [duty.survivorId] : []));
      const ofSurvivors = await this.links.find(tx, tx.tenantId, provider, survivors, []);
      const effect = pushEffect({ duties, plans, written, ofSurvivors, versions }, { settings, facts, now: this.clock.now() });
      await this.linkJournal.save(tx, provider, effect.links, effect.linkChanges);
      await this.outbox.addAll(tx, effect.permissions);
      await this.waiting.delete(tx, tx.tenantId, provider, waiting);
      const heirs = survivors.filter((leadId) => !ofSurvivors.some((link) => link.leadId === leadId) && !leadIds.includes(leadId));
      await this.waiting.mark(tx, tx.tenantId, heirs, provider);
      return { ...place, counts: effect.counts, notes: namedNotes(effect.notes, facts.custom.definitions) };
    };
  }
}

function goneIds(duties: readonly LeadDuty[]): string[] {
  return duties.flatMap((duty) => (duty.kind === 'deleted' && duty.link?.state === 'live' ? [duty.link.peerId] : []));
}
