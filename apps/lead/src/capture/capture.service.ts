import { Inject, Injectable } from '@nestjs/common';
import type { CreateLead, Lead } from '@leadstream/contracts';
import type { Clock, IdSource } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { LeadJournalService } from '../lead-store/lead-journal.service.js';
import { captureStep } from '../lead/lead-step.rules.js';
import type { LeadStep } from '../lead/lead-step.js';
import { LeadUniquenessService } from '../lead-store/lead-uniqueness.service.js';
import { leadErrors } from '../lead/lead.errors.js';
import { LeadRepository } from '../lead-store/lead.repository.js';
import { acceptCapture } from '../lead/accept-lead.rules.js';
import { presentLead } from '../lead/present-lead.rules.js';
import { SettingsService } from '../settings/settings.service.js';
import { CLOCK, IDS } from '../tokens.js';

/** How often a lead may vanish between being in the way and being looked at. */
const MAX_ATTEMPTS = 3;

@Injectable()
export class CaptureService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly leads: LeadRepository,
    private readonly uniqueness: LeadUniquenessService,
    private readonly journal: LeadJournalService,
    private readonly settings: SettingsService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  async capture(stated: CreateLead): Promise<Lead> {
    const now = this.clock.now();
    const accepted = acceptCapture(await this.settings.withPhoneRegion(stated), now);
    if ('errors' in accepted) throw leadErrors.INVALID({ errors: accepted.errors });
    const step = captureStep({ leadId: this.ids.next(), ...accepted.value }, { now, importId: null });
    return this.database.write(async (tx) => {
      await this.store(tx, step);
      return presentLead(step.lead);
    });
  }

  private async store(tx: Tx, step: LeadStep): Promise<void> {
    for (let attempt = 1; (await this.leads.create(tx, tx.tenantId, [step.lead])) === 0; attempt += 1) {
      await this.uniqueness.demandFree(tx, step.lead);
      if (attempt === MAX_ATTEMPTS) throw new Error('a lead is refused by an identifier that nobody holds');
    }
    await this.journal.record(tx, [step]);
  }
}
