import { Inject, Injectable } from '@nestjs/common';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { CustomFieldsService } from '../../custom-fields/store/custom-fields.service.js';
import { LeadFactsReadModel, NOTHING_KNOWN } from '../../facts/lead-facts.read-model.js';
import type { StatedSettings } from '../../settings/settings.js';
import { SettingsService } from '../../settings/settings.service.js';
import { CLOCK } from '../../tokens.js';
import type { ConnectionRecord } from '../connection/crm-connection.js';
import type { LinkRecord } from '../link/crm-link.js';
import { linksByPeer } from '../link/link-steps.rules.js';
import { LinkRepository } from '../link/link.repository.js';
import type { CrmPeer, PeerOwner } from '../peer/crm-peer.js';
import type { ValueFacts } from '../reconcile/field-values.rules.js';
import { ValueFactsService } from '../reconcile/value-facts.service.js';
import { dutyOf, keysOf, type LeadDuty, type LeadPlan, planLeads } from './push-plan.rules.js';
import type { ToldLead } from './told-lead.js';
import { ToldLeadReadModel } from './told-lead.read-model.js';

/** What is known of leads when a peer is to hear of them. */
export interface Telling {
  readonly duties: readonly LeadDuty[];
  readonly plans: readonly LeadPlan[];
  readonly facts: ValueFacts;
  readonly transitions: StatedSettings['statusTransitions'];
  /** Of leads that went into others. */
  readonly versions: ReadonlyMap<Uuid, number>;
}

/** Finds out what a peer is to hear of leads: from what is here, and from the records as they are there at the moment. */
@Injectable()
export class TellingService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly leads: ToldLeadReadModel,
    private readonly links: LinkRepository,
    private readonly permissions: LeadFactsReadModel,
    private readonly customFields: CustomFieldsService,
    private readonly settings: SettingsService,
    private readonly valueFacts: ValueFactsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Asks the peer, so outside of any transaction. */
  async plan(tenantId: Uuid, { provider, settings }: ConnectionRecord, peer: CrmPeer, leadIds: readonly Uuid[]): Promise<Telling> {
    const peerOwners = await this.valueFacts.askOwners(settings.mapping, peer);
    const { duties, versions, facts, transitions } = await this.database.readInTenant(tenantId, async (tx) => ({
      ...(await this.findDuties(tx, { provider, settings }, leadIds)),
      ...(await this.findFacts(tx, settings, peerOwners)),
    }));
    const told = duties.filter((duty) => duty.kind === 'tell');
    const found = told.length === 0 ? [] : await peer.find(keysOf(told));
    const peerIds = found.map(({ peerId }) => peerId);
    const linked = await this.database.readInTenant(tenantId, (tx) => this.links.find(tx, tenantId, provider, [], peerIds));
    const owners = new Map([...linksByPeer(linked)].map(([peerId, { leadId }]) => [peerId, leadId]));
    return { duties, plans: planLeads(told, found, owners, settings, facts), facts, transitions, versions };
  }

  private async findDuties(
    tx: Tx,
    { provider, settings }: Pick<ConnectionRecord, 'provider' | 'settings'>,
    leadIds: readonly Uuid[],
  ): Promise<Pick<Telling, 'duties' | 'versions'>> {
    const leads = await this.leads.find(tx, tx.tenantId, leadIds);
    const members = await this.leads.findMembers(tx, tx.tenantId, leadIds);
    const concerned = [...leadIds, ...members.map(({ member }) => member)];
    const byLead = new Map((await this.links.find(tx, tx.tenantId, provider, concerned, [])).map((link) => [link.leadId, link]));
    // A lead without a record of its own has that of one that went into it.
    const heirlooms = new Map(
      members.flatMap(({ root, member }) => {
        const link = byLead.get(member);
        return link?.state === 'live' ? [[root, link] as const] : [];
      }),
    );
    const permissions = await this.permissions.find(tx, tx.tenantId, leadIds, this.clock.now());
    const linkOf = ({ leadId }: ToldLead): LinkRecord | undefined => byLead.get(leadId) ?? heirlooms.get(leadId);
    const duties = leads.map((lead) => dutyOf(lead, linkOf(lead), permissions.get(lead.leadId) ?? NOTHING_KNOWN, settings));
    return { duties, versions: new Map(members.map(({ member, version }) => [member, version])) };
  }

  /** What must be known to compare values with those of a peer. @param owners of the peer, where they are mapped */
  async findFacts(
    tx: Tx,
    { mapping }: ConnectionRecord['settings'],
    owners: readonly PeerOwner[],
  ): Promise<Pick<Telling, 'facts' | 'transitions'>> {
    const [definitions, settings] = await Promise.all([this.customFields.find(tx), this.settings.find(tx)]);
    const named = await this.valueFacts.find(tx, mapping, owners);
    const { phoneRegion, statusTransitions: transitions } = settings;
    return { facts: { custom: { definitions, liveLeads: new Set(), vocabulary: settings }, phoneRegion, ...named }, transitions };
  }
}
