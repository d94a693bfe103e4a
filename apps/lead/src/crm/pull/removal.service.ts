import { Inject, Injectable } from '@nestjs/common';
import type { CrmOutcome } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { CustomFactsService } from '../../lead-store/custom-facts.service.js';
import { LeadSaveService } from '../../lead-store/lead-save.service.js';
import { LeadRepository } from '../../lead-store/lead.repository.js';
import { deleteStep } from '../../lead/lead-step.rules.js';
import { CLOCK } from '../../tokens.js';
import type { ConnectionRecord } from '../connection/crm-connection.js';
import type { LinkRecord } from '../link/crm-link.js';
import { LinkJournalService } from '../link/link-journal.service.js';
import { LinkRepository } from '../link/link.repository.js';
import { ended, linksByPeer, relinked } from '../link/link-steps.rules.js';
import type { PeerRemoval } from '../peer/crm-peer.js';
import { countsOf } from '../run/tally.rules.js';
import type { SyncNote, SyncStep } from '../run/sync-run.js';

/** Ends links of records that are no more, and deletes their leads where the tenant wants that. */
@Injectable()
export class RemovalService {
  constructor(
    private readonly links: LinkRepository,
    private readonly linkJournal: LinkJournalService,
    private readonly leads: LeadRepository,
    private readonly saves: LeadSaveService,
    private readonly facts: CustomFactsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A record that went into another one takes its lead along, unless that one has a lead of its own. */
  async apply(
    tx: Tx,
    { provider, settings }: ConnectionRecord,
    removals: readonly PeerRemoval[],
  ): Promise<Pick<SyncStep, 'counts' | 'notes'>> {
    const ids = removals.flatMap(({ peerId, mergedInto }) => (mergedInto === null ? [peerId] : [peerId, mergedInto]));
    const found = await this.links.find(tx, tx.tenantId, provider, [], ids);
    const byPeer = linksByPeer(found);
    const now = this.clock.now();
    const after: LinkRecord[] = [];
    const notes: SyncNote[] = [];
    for (const { peerId, mergedInto } of removals) {
      const link = byPeer.get(peerId);
      if (link?.state !== 'live') continue;
      const isFree = mergedInto !== null && !byPeer.has(mergedInto);
      const reason = mergedInto === null ? 'record-removed' : 'record-merged';
      const next = isFree ? relinked(link, { peerId: mergedInto, modifiedAt: link.peerModifiedAt }, {}, now) : ended(link, reason, now);
      byPeer.delete(peerId);
      byPeer.set(next.peerId, next);
      after.push(next);
      const outcome: CrmOutcome = isFree ? 'linked' : mergedInto === null ? 'removed' : 'conflict';
      notes.push({ outcome, leadId: link.leadId, peerId, code: isFree ? 'record-merged' : reason, fields: [], conflicts: [] });
    }
    const gone = settings.onRecordRemoved === 'delete' ? after.filter(({ reason }) => reason === 'record-removed') : [];
    await this.delete(tx, gone, now);
    const leads = await this.leads.findAny(
      tx,
      tx.tenantId,
      after.map(({ leadId }) => leadId),
    );
    const versions = new Map(leads.map(({ leadId, version }) => [leadId, version]));
    const changes = after.map((link) => ({ link, leadVersion: versions.get(link.leadId) ?? 1 }));
    await this.linkJournal.save(tx, provider, after, changes);
    return { counts: countsOf(notes.map(({ outcome }) => outcome)), notes };
  }

  private async delete(tx: Tx, links: readonly LinkRecord[], now: Date): Promise<void> {
    if (links.length === 0) return;
    await this.facts.gather(tx, []);
    const ids = links.map(({ leadId }) => leadId);
    const leads = (await this.leads.findAnyForUpdate(tx, tx.tenantId, ids)).filter(({ deletedAt }) => deletedAt === null);
    const steps = leads.map((lead) => deleteStep(lead, { now, importId: null }));
    await this.saves.saveAll(tx, { steps, created: [], updated: steps.map(({ lead }) => lead), handsOver: false });
  }
}
