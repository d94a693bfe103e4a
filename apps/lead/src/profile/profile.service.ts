import { Inject, Injectable } from '@nestjs/common';
import type { Lead, ListLeadsQuery, PatchLead } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx, violationOf } from '@leadstream/persistence';
import { LeadEditService } from '../lead-store/lead-edit.service.js';
import { deleteStep, restoreStep, updateStep } from '../lead/lead-step.rules.js';
import { LeadUniquenessService } from '../lead-store/lead-uniqueness.service.js';
import { leadErrors } from '../lead/lead.errors.js';
import { acceptPatch } from '../lead/accept-lead.rules.js';
import { presentLead } from '../lead/present-lead.rules.js';
import { SettingsService } from '../settings/settings.service.js';
import { CLOCK } from '../tokens.js';
import { type LeadPage, LeadListReadModel } from './lead-list.read-model.js';

@Injectable()
export class ProfileService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly edits: LeadEditService,
    private readonly uniqueness: LeadUniquenessService,
    private readonly pages: LeadListReadModel,
    private readonly settings: SettingsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async read(leadId: Uuid): Promise<Lead> {
    return presentLead(await this.database.read((tx) => this.edits.find(tx, leadId)));
  }

  list(query: ListLeadsQuery): Promise<LeadPage> {
    return this.database.read((tx) => this.pages.findPage(tx, tx.tenantId, query));
  }

  async patch(leadId: Uuid, version: number, stated: PatchLead): Promise<Lead> {
    const placed = await this.settings.withPhoneRegion(stated);
    return this.claiming((tx) => this.apply(tx, leadId, version, placed));
  }

  delete(leadId: Uuid, version: number): Promise<void> {
    return this.database.write(async (tx) => {
      const lead = await this.edits.findForUpdate(tx, leadId, version);
      await this.edits.save(tx, deleteStep(lead, { now: this.clock.now(), importId: null }));
    });
  }

  restore(leadId: Uuid): Promise<Lead> {
    return this.claiming(async (tx) => {
      const before = await this.edits.findDeletedForUpdate(tx, leadId);
      await this.uniqueness.demandFree(tx, before, leadId);
      const step = restoreStep(before, { now: this.clock.now(), importId: null });
      await this.edits.save(tx, step);
      return presentLead(step.lead);
    });
  }

  /** Work that may take an identifier: somebody may take it between our look and our write; a second look finds who. */
  private async claiming<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    try {
      return await this.database.write(work);
    } catch (error) {
      if (violationOf(error)?.kind !== 'unique') throw error;
      return this.database.write(work);
    }
  }

  private async apply(tx: Tx, leadId: Uuid, version: number, stated: PatchLead): Promise<Lead> {
    const before = await this.edits.findForUpdate(tx, leadId, version);
    const accepted = acceptPatch(before, stated);
    if ('errors' in accepted) throw leadErrors.INVALID({ errors: accepted.errors });
    const step = updateStep(before, accepted.value, { now: this.clock.now(), importId: null });
    if (step === undefined) return presentLead(before);
    await this.uniqueness.demandFree(tx, Object.fromEntries(step.changes.map(({ field, after }) => [field, after])), leadId);
    await this.edits.save(tx, step);
    return presentLead(step.lead);
  }
}
