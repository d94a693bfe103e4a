import { Inject, Injectable } from '@nestjs/common';
import type { CreateLead, Lead } from '@leadstream/contracts';
import type { Clock, IdSource } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { CustomFieldsService } from '../custom-fields/store/custom-fields.service.js';
import { CustomFactsService } from '../lead-store/custom-facts.service.js';
import { LeadSaveService } from '../lead-store/lead-save.service.js';
import { LeadUniquenessService } from '../lead-store/lead-uniqueness.service.js';
import { acceptCapture } from '../lead/accept-lead.rules.js';
import { captureStep } from '../lead/lead-step.rules.js';
import { leadErrors } from '../lead/lead.errors.js';
import { presentLead } from '../lead/present-lead.rules.js';
import { SettingsService } from '../settings/settings.service.js';
import { CLOCK, IDS } from '../tokens.js';

/** How often a lead may vanish between being in the way and being looked at. */
const MAX_ATTEMPTS = 3;

@Injectable()
export class CaptureService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly facts: CustomFactsService,
    private readonly customFields: CustomFieldsService,
    private readonly uniqueness: LeadUniquenessService,
    private readonly saves: LeadSaveService,
    private readonly settings: SettingsService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  async capture(stated: CreateLead): Promise<Lead> {
    const placed = await this.settings.withPhoneRegion(stated);
    return this.uniqueness.claiming(() => this.database.write((tx) => this.store(tx, placed)));
  }

  private async store(tx: Tx, stated: CreateLead): Promise<Lead> {
    const now = this.clock.now();
    const facts = await this.facts.gather(tx, [stated]);
    const accepted = acceptCapture(stated, facts, now);
    if ('errors' in accepted) throw leadErrors.INVALID({ errors: accepted.errors });
    const customFields = facts.definitions;
    const step = captureStep(
      { leadId: this.ids.next(), ...accepted.value },
      { now, importId: null, customFields, vocabulary: facts.vocabulary },
    );
    await this.uniqueness.demandFree(tx, { customFields: step.lead.customFields });
    for (let attempt = 1; !(await this.saves.create(tx, step)); attempt += 1) {
      await this.uniqueness.demandFree(tx, step.lead);
      if (attempt === MAX_ATTEMPTS) throw new Error('a lead is refused by an identifier that nobody holds');
    }
    return presentLead(step.lead, await this.customFields.keysOf(tx, [step.lead], customFields));
  }
}
