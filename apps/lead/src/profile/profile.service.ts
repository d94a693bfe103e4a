import { Inject, Injectable } from '@nestjs/common';
import type { Lead, PatchLead } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { CustomFieldsService } from '../custom-fields/store/custom-fields.service.js';
import { ReturningDealReadModel } from '../deals/store/returning-deal.read-model.js';
import { CustomFactsService } from '../lead-store/custom-facts.service.js';
import { LeadEditService } from '../lead-store/lead-edit.service.js';
import { claimsOf, deleteStep, restoreStep, updateStep } from '../lead/lead-step.rules.js';
import { LeadUniquenessService } from '../lead-store/lead-uniqueness.service.js';
import { leadErrors } from '../lead/lead.errors.js';
import { acceptPatch } from '../lead/accept-lead.rules.js';
import { presentLead } from '../lead/present-lead.rules.js';
import { SettingsService } from '../settings/settings.service.js';
import { CLOCK } from '../tokens.js';

/** Changes of one lead, its deletion and its return. */
@Injectable()
export class ProfileService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly edits: LeadEditService,
    private readonly uniqueness: LeadUniquenessService,
    private readonly settings: SettingsService,
    private readonly customFields: CustomFieldsService,
    private readonly facts: CustomFactsService,
    private readonly returning: ReturningDealReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async patch(leadId: Uuid, version: number, stated: PatchLead): Promise<Lead> {
    const placed = await this.settings.withPhoneRegion(stated);
    return this.uniqueness.claiming(() => this.database.write((tx) => this.apply(tx, leadId, version, placed)));
  }

  delete(leadId: Uuid, version: number): Promise<void> {
    return this.database.write(async (tx) => {
      const lead = await this.edits.findForUpdate(tx, leadId, version);
      await this.edits.save(tx, deleteStep(lead, { now: this.clock.now(), importId: null }));
    });
  }

  restore(leadId: Uuid): Promise<Lead> {
    return this.uniqueness.claiming(() => this.database.write((tx) => this.bringBack(tx, leadId)));
  }

  private async bringBack(tx: Tx, leadId: Uuid): Promise<Lead> {
    const before = await this.edits.findDeletedForUpdate(tx, leadId);
    await this.uniqueness.demandFree(tx, before, leadId);
    const existingId = await this.returning.findHolder(tx, tx.tenantId, leadId);
    if (existingId) throw leadErrors.DEAL_TAKEN({ extra: { existingId } });
    const customFields = await this.customFields.hold(tx);
    const step = restoreStep(before, { now: this.clock.now(), importId: null, customFields });
    await this.edits.save(tx, step);
    return presentLead(step.lead, await this.customFields.keysOf(tx, [step.lead], customFields));
  }

  private async apply(tx: Tx, leadId: Uuid, version: number, stated: PatchLead): Promise<Lead> {
    const facts = await this.facts.gather(tx, [stated]);
    const before = await this.edits.findForUpdate(tx, leadId, version);
    const customFields = facts.definitions;
    const accepted = acceptPatch(before, stated, facts);
    if ('errors' in accepted) throw leadErrors.INVALID({ errors: accepted.errors });
    const step = updateStep(before, accepted.value, { now: this.clock.now(), importId: null, customFields });
    if (step === undefined) return presentLead(before, await this.customFields.keysOf(tx, [before], customFields));
    await this.uniqueness.demandFree(tx, claimsOf(step), leadId);
    await this.edits.save(tx, step);
    return presentLead(step.lead, await this.customFields.keysOf(tx, [step.lead], customFields));
  }
}
