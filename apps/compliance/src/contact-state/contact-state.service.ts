import type { ContactState } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK } from '../tokens.js';
import { standingConsents } from '../consent/consent.rules.js';
import { ConsentReadModel } from '../consent/consent.read-model.js';
import { blocks } from '../dnc/dnc.rules.js';
import { DncReadModel } from '../dnc/dnc.read-model.js';
import { KnownLeadReadModel } from '../known-lead/known-lead.read-model.js';

/** Shows where consent and DNC stand for one lead; nothing may be sent on it, that takes a decision. */
@Injectable()
export class ContactStateService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly knownLeads: KnownLeadReadModel,
    private readonly consents: ConsentReadModel,
    private readonly dnc: DncReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  read(leadId: string): Promise<ContactState> {
    return this.database.read(async (tx) => {
      const now = this.clock.now();
      const { tenantId } = tx;
      const [lead, ledger] = await Promise.all([
        this.knownLeads.find(tx, tenantId, leadId),
        this.consents.findLatest(tx, tenantId, leadId),
      ]);
      const { listVersion, entries } = await this.dnc.findListed(tx, tenantId, { phone: lead?.phone ?? null, email: lead?.email ?? null });
      const blocking = entries.filter((entry) => blocks(entry, undefined, now));
      return {
        leadId,
        known: lead !== undefined,
        deleted: lead !== undefined && lead.deletedAt !== null,
        leadVersion: lead?.sequence ?? null,
        consents: standingConsents(ledger).map(({ channel, purpose, state, basis, statedAt, entryId }) => ({
          channel,
          purpose,
          state,
          basis,
          statedAt: statedAt.toISOString(),
          entryId,
        })),
        dnc: { blocked: blocking.length > 0, entries: blocking, listVersion },
        answeredAt: now.toISOString(),
      };
    });
  }
}
