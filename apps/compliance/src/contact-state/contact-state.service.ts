import type { ContactState } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK } from '../tokens.js';
import { standingsAt, toldStanding } from '../consent/family/standing.rules.js';
import { linesAt } from '../consent/person/person-ledger.rules.js';
import { PersonLedgerService } from '../consent/person/person-ledger.service.js';
import { blocks } from '../dnc/dnc.rules.js';
import { DncReadModel } from '../dnc/dnc.read-model.js';
import { KnownLeadReadModel } from '../known-lead/known-lead.read-model.js';

/** Shows where consent and DNC stand for one lead; nothing may be sent on it, that takes a decision. */
@Injectable()
export class ContactStateService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly knownLeads: KnownLeadReadModel,
    private readonly personLedgers: PersonLedgerService,
    private readonly dnc: DncReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  read(leadId: string): Promise<ContactState> {
    return this.database.read(async (tx) => {
      const now = this.clock.now();
      const { tenantId } = tx;
      const family = await this.knownLeads.findFamily(tx, tenantId, leadId);
      const { lead, merged } = family;
      const [ledger, { listVersion, entries }] = await Promise.all([
        this.personLedgers.read(tx, { leadId, family }),
        this.dnc.findListedOfPerson(tx, tenantId, leadId, family),
      ]);
      const blocking = entries.filter((entry) => blocks(entry, undefined, now));
      return {
        leadId,
        known: lead !== undefined,
        deleted: lead !== undefined && lead.deletedAt !== null,
        leadVersion: lead?.sequence ?? null,
        consents: standingsAt(linesAt(ledger, now), merged, now).map(toldStanding),
        dnc: { blocked: blocking.length > 0, entries: blocking, listVersion },
        answeredAt: now.toISOString(),
      };
    });
  }
}
