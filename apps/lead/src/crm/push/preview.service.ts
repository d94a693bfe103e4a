import { Injectable } from '@nestjs/common';
import type { CrmPreview, CrmProvider } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { currentTenantId } from '../../current-tenant.js';
import { LeadEditService } from '../../lead-store/lead-edit.service.js';
import { AccountService } from '../connection/account.service.js';
import { ConnectionService } from '../connection/connection.service.js';
import { PeerDoorService } from '../peer/peer-door.service.js';
import { heldBack } from '../pull/pulled-values.rules.js';
import { named } from '../reconcile/field-names.rules.js';
import { TellingService } from './telling.service.js';

/** Tells what a sync would do about one lead: asks the peer, and writes nothing anywhere. */
@Injectable()
export class PreviewService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly connections: ConnectionService,
    private readonly leads: LeadEditService,
    private readonly door: PeerDoorService,
    private readonly accounts: AccountService,
    private readonly telling: TellingService,
  ) {}

  /** @throws DomainError `LEAD.CRM_CONNECTION_NOT_FOUND`, `LEAD.NOT_FOUND`, `LEAD.CRM_PEER_*` */
  async preview(provider: CrmProvider, leadId: Uuid): Promise<CrmPreview> {
    const connection = await this.database.read(async (tx) => {
      const found = await this.connections.demand(tx, provider);
      await this.leads.find(tx, leadId);
      return found;
    });
    const tenantId = currentTenantId();
    const peer = await this.door.open(tenantId, connection);
    // Which account is the connection's, a sync finds out: a preview writes nothing.
    if (connection.accountId !== null) await this.accounts.confirm(tenantId, connection, peer);
    const { duties, plans, facts, transitions } = await this.telling.plan(tenantId, connection, peer, [leadId]);
    const [duty] = duties;
    const [planned] = plans;
    const peerId = planned?.record?.peerId ?? duty?.link?.peerId ?? null;
    const withheld = duty?.kind === 'withheld' ? duty.code : duty?.kind === 'tell' ? (planned?.code ?? null) : 'deleted';
    const { toLead = [], toPeer = [], conflicts = [], problems = [], untold = [] } = planned?.plan ?? {};
    const settings = { ...facts.custom.vocabulary, statusTransitions: transitions };
    const judged = toLead.map((value) => ({ value, held: planned && heldBack(planned.lead, value, settings) }));
    const taken = judged.flatMap(({ value, held }) => (held ? [] : [value]));
    const refused = judged.flatMap(({ value: { field }, held }) => (held?.code ? [{ field, code: held.code }] : []));
    const keys = facts.custom.definitions;
    const disputed = conflicts.filter((field) => !judged.some(({ value, held }) => held && value.field === field));
    const sides = {
      toLead: named(taken, keys),
      toPeer: named(toPeer, keys),
      conflicts: named(
        disputed.map((field) => ({ field })),
        keys,
      ).map(({ field }) => field),
    };
    return { leadId, peerId, withheld, ...sides, problems: named([...problems, ...untold, ...refused], keys) };
  }
}
