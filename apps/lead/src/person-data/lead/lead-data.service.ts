import { Inject, Injectable } from '@nestjs/common';
import { leadErasedV1 } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import type { DataSubject, Erased, PersonalRecord, PersonalStore, SubjectReference } from '@leadstream/privacy';
import { CustomFieldsService } from '../../custom-fields/store/custom-fields.service.js';
import { presentLead } from '../../lead/present-lead.rules.js';
import { LeadRepository } from '../../lead-store/lead.repository.js';
import { CLOCK } from '../../tokens.js';

/** What {@link LeadData} answers for. */
export const LEAD_TABLES = ['lead', 'lead_search_key', 'lead_tag', 'lead_custom_value'] as const;

/** The leads themselves, and what they are found by. Of an erased one its source, status, owner and instants stay. */
@Injectable()
export class LeadData implements PersonalStore {
  readonly name = 'leads';
  readonly kind = 'table';
  readonly tables = LEAD_TABLES;

  constructor(
    private readonly leads: LeadRepository,
    private readonly customFields: CustomFieldsService,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Deleted and merged ones too, as the API shows live ones. */
  async *gather(tx: Tx, { tenantId, leadIds }: DataSubject): AsyncGenerator<PersonalRecord> {
    const leads = await this.leads.findAny(tx, tenantId, leadIds);
    const keys = await this.customFields.keysOf(tx, leads);
    for (const lead of leads) yield { ...presentLead(lead, keys) };
  }

  async references(tx: Tx, { tenantId, leadIds }: DataSubject): Promise<readonly SubjectReference[]> {
    const leads = await this.leads.findAny(tx, tenantId, leadIds);
    return leads.flatMap(({ email, phone }) => [
      ...(email === null ? [] : [{ kind: 'email' as const, value: email }]),
      ...(phone === null ? [] : [{ kind: 'phone' as const, value: phone }]),
    ]);
  }

  async erase(tx: Tx, { tenantId, leadIds }: DataSubject): Promise<Erased> {
    const now = this.clock.now();
    await this.customFields.hold(tx);
    const erased = await this.leads.erase(tx, tenantId, leadIds, now);
    const events = erased.map(({ leadId, version }) => ({
      contract: leadErasedV1,
      data: { leadId, erasedAt: now.toISOString() },
      sequence: version,
      time: now,
    }));
    await this.outbox.addAll(tx, events);
    return { removed: 0, blanked: erased.length };
  }
}
