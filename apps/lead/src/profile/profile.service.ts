import { Inject, Injectable } from '@nestjs/common';
import type { Lead, ListLeadsQuery, PatchLead } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx, violationOf } from '@leadstream/persistence';
import { LeadEditService } from '../lead-store/lead-edit.service.js';
import { deleteStep, updateStep } from '../lead/lead-step.rules.js';
import { LeadUniquenessService } from '../lead-store/lead-uniqueness.service.js';
import { leadErrors } from '../lead/lead.errors.js';
import { changesBetween, identityProblem, normaliseLead } from '../lead/lead.rules.js';
import { presentLead } from '../lead/present-lead.rules.js';
import { CLOCK } from '../tokens.js';
import { type LeadPage, LeadListReadModel } from './lead-list.read-model.js';

@Injectable()
export class ProfileService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly edits: LeadEditService,
    private readonly uniqueness: LeadUniquenessService,
    private readonly pages: LeadListReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async read(leadId: Uuid): Promise<Lead> {
    return presentLead(await this.database.read((tx) => this.edits.find(tx, leadId)));
  }

  list(query: ListLeadsQuery): Promise<LeadPage> {
    return this.database.read((tx) => this.pages.findPage(tx, tx.tenantId, query));
  }

  async patch(leadId: Uuid, version: number, stated: PatchLead): Promise<Lead> {
    try {
      return await this.database.write((tx) => this.apply(tx, leadId, version, stated));
    } catch (error) {
      if (violationOf(error)?.kind !== 'unique') throw error;
      // Somebody took the value between our look and our write; the second look finds who.
      return this.database.write((tx) => this.apply(tx, leadId, version, stated));
    }
  }

  delete(leadId: Uuid, version: number): Promise<void> {
    return this.database.write(async (tx) => {
      const lead = await this.edits.findForUpdate(tx, leadId, version);
      await this.edits.save(tx, deleteStep(lead, { now: this.clock.now(), importId: null }));
    });
  }

  private async apply(tx: Tx, leadId: Uuid, version: number, stated: PatchLead): Promise<Lead> {
    const before = await this.edits.findForUpdate(tx, leadId, version);
    const { fields, problems } = normaliseLead(stated, before);
    const missing = identityProblem({ ...before, ...fields });
    if (problems.length > 0 || missing) throw leadErrors.INVALID({ errors: missing && problems.length === 0 ? [missing] : problems });
    const step = updateStep(before, fields, { now: this.clock.now(), importId: null });
    if (step === undefined) return presentLead(before);
    const changed = new Set(changesBetween(before, fields).map(({ field }) => field));
    await this.uniqueness.demandFree(tx, Object.fromEntries(Object.entries(fields).filter(([field]) => changed.has(field))), leadId);
    await this.edits.save(tx, step);
    return presentLead(step.lead);
  }
}
