import { Inject, Injectable } from '@nestjs/common';
import type { Clock, IdSource } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { CustomFactsService } from '../../lead-store/custom-facts.service.js';
import { LeadSaveService } from '../../lead-store/lead-save.service.js';
import { LeadLookupRepository } from '../../lead-store/lead-lookup.repository.js';
import { IDENTIFIERS } from '../../lead/lead.js';
import { SettingsService } from '../../settings/settings.service.js';
import { CLOCK, IDS } from '../../tokens.js';
import type { ConnectionRecord } from '../connection/crm-connection.js';
import { LinkJournalService } from '../link/link-journal.service.js';
import { LinkRepository } from '../link/link.repository.js';
import { WaitingLeadRepository } from '../link/waiting-lead.repository.js';
import type { ChangePage, PeerOwner, PeerRecord } from '../peer/crm-peer.js';
import { namedNotes } from '../reconcile/field-names.rules.js';
import type { ValueFacts } from '../reconcile/field-values.rules.js';
import { ValueFactsService } from '../reconcile/value-facts.service.js';
import type { SyncStep } from '../run/sync-run.js';
import { type PullContext, pullPage } from './pull-page.rules.js';
import type { PullEffect, PullState } from './pull-page.js';
import { emailOf, valuesOf } from './pulled-values.rules.js';

/** Takes changes of a peer over into leads, a page a transaction. */
@Injectable()
export class PullService {
  constructor(
    private readonly facts: CustomFactsService,
    private readonly valueFacts: ValueFactsService,
    private readonly settings: SettingsService,
    private readonly leads: LeadLookupRepository,
    private readonly saves: LeadSaveService,
    private readonly links: LinkRepository,
    private readonly linkJournal: LinkJournalService,
    private readonly waiting: WaitingLeadRepository,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /**
   * Nothing of a page counts before all of it is written, and the place behind it with it.
   * @param owners of the peer, where they are mapped
   */
  async apply(
    tx: Tx,
    { provider, settings }: ConnectionRecord,
    { records, next }: ChangePage,
    owners: readonly PeerOwner[],
  ): Promise<SyncStep> {
    const { facts, transitions } = await this.gather(tx, settings, records, owners);
    const now = this.clock.now();
    const state = await this.find(tx, { provider, settings }, records, facts);
    const { definitions: customFields, vocabulary } = facts.custom;
    const step = { now, importId: null, customFields, vocabulary };
    const effect = pullPage(records, state, { provider, settings, facts, step, transitions, ids: this.ids });
    await this.saves.saveAll(tx, { ...effect, handsOver: handsOver(effect) });
    await this.linkJournal.save(tx, provider, effect.links, effect.linkChanges);
    await this.outbox.addAll(tx, effect.permissions);
    await this.waiting.mark(tx, tx.tenantId, effect.toTell, provider);
    const place = next ? ({ phase: 'pull', position: { change: next } } as const) : ({ phase: 'removals', position: null } as const);
    return { direction: 'pull', ...place, counts: effect.counts, notes: namedNotes(effect.notes, customFields) };
  }

  /** Tags and definitions first: whoever locks leads before waits for who fills an index. */
  private async gather(
    tx: Tx,
    { mapping }: ConnectionRecord['settings'],
    records: readonly PeerRecord[],
    owners: readonly PeerOwner[],
  ): Promise<{ readonly facts: ValueFacts; readonly transitions: PullContext['transitions'] }> {
    const { named, tagIds } = await this.valueFacts.make(tx, mapping, owners, records);
    const custom = await this.facts.gather(tx, [{ tagIds }]);
    const { phoneRegion, statusTransitions } = await this.settings.find(tx);
    return { facts: { custom, phoneRegion, ...named }, transitions: statusTransitions };
  }

  private async find(
    tx: Tx,
    { provider, settings: { mapping } }: Pick<ConnectionRecord, 'provider' | 'settings'>,
    records: readonly PeerRecord[],
    facts: ValueFacts,
  ): Promise<PullState> {
    const leadIds = records.flatMap(({ leadId }) => leadId ?? []);
    const peerIds = records.flatMap(({ peerId, mergedIds }) => [peerId, ...mergedIds]);
    const linked = await this.links.find(tx, tx.tenantId, provider, leadIds, peerIds);
    const emails = records.flatMap((record) => emailOf(provider, mapping, record, facts) ?? []);
    const phones = records.flatMap((record) => valuesOf(mapping, record, facts).get('phone') ?? []);
    const ids = [...new Set([...leadIds, ...linked.map(({ leadId }) => leadId)])];
    const identifiers = { externalId: [], email: emails, phone: phones };
    const found = await this.leads.findByIdsOrIdentifiers(tx, tx.tenantId, ids, identifiers);
    const others = await this.links.find(
      tx,
      tx.tenantId,
      provider,
      found.leads.map(({ leadId }) => leadId),
      [],
    );
    return { found, links: [...new Map([...linked, ...others].map((link) => [link.leadId, link])).values()] };
  }
}

/** Whether a lead may take what another one gives up: the two cannot be written in one statement then. */
function handsOver({ steps }: PullEffect): boolean {
  return steps.some(
    ({ action, changes }) => action === 'updated' && changes.some(({ field }) => IDENTIFIERS.some((name) => name === field)),
  );
}
