import type { ConsentStanding, ConsentStateQuery } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { KnownLeadReadModel } from '../../known-lead/known-lead.read-model.js';
import { CLOCK } from '../../tokens.js';
import { standingsAt, toldStanding } from '../family/standing.rules.js';
import { familyAt } from './family-at.rules.js';
import { linesAt } from './person-ledger.rules.js';
import { PersonLedgerService } from './person-ledger.service.js';

/** Tells where consent stood. */
@Injectable()
export class ConsentStateService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly personLedgers: PersonLedgerService,
    private readonly knownLeads: KnownLeadReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** By the leads that are one person today: who was two persons at the instant is asked for under each of them. */
  async read({ leadId, at: asked }: ConsentStateQuery): Promise<{ leadId: string; at: string; items: ConsentStanding[] }> {
    const at = asked === undefined ? this.clock.now() : new Date(asked);
    return this.database.read(async (tx) => {
      const family = familyAt(leadId, await this.knownLeads.findFamily(tx, tx.tenantId, leadId), at);
      const until = asked === undefined ? undefined : at;
      const ledger = await this.personLedgers.read(tx, { leadId, family }, { until });
      return { leadId, at: at.toISOString(), items: standingsAt(linesAt(ledger, at), family.merged, at).map(toldStanding) };
    });
  }
}
