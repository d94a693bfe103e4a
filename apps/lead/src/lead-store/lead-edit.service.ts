import { Injectable } from '@nestjs/common';
import type { DomainError, Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { CustomIndexService } from '../custom-fields/index/custom-index.service.js';
import { CustomFieldsService } from '../custom-fields/store/custom-fields.service.js';
import { LeadJournalService } from './lead-journal.service.js';
import type { LeadStep } from '../lead/lead-step.js';
import { movesValues } from '../lead/lead-step.rules.js';
import { leadErrors } from '../lead/lead.errors.js';
import { LeadRepository } from './lead.repository.js';
import type { LeadRecord } from '../lead/lead.js';
import { MergePointerReadModel } from './merge-pointer.read-model.js';

/** Changes one lead that is already there: find it locked, decide a step, save the step with all that goes with it. */
@Injectable()
export class LeadEditService {
  constructor(
    private readonly leads: LeadRepository,
    private readonly journal: LeadJournalService,
    private readonly fields: CustomFieldsService,
    private readonly index: CustomIndexService,
    private readonly pointers: MergePointerReadModel,
  ) {}

  /** @throws DomainError `LEAD.NOT_FOUND`, with `mergedInto` for a lead that went into another one */
  async find(tx: Tx, leadId: Uuid): Promise<LeadRecord> {
    const lead = await this.leads.findById(tx, tx.tenantId, leadId);
    if (!lead) throw await this.absence(tx, leadId);
    return lead;
  }

  /**
   * The lead, locked until the transaction ends.
   * @param version that the caller believes to be the present one
   * @throws DomainError `LEAD.NOT_FOUND`, `LEAD.STALE` with `currentVersion`
   */
  async findForUpdate(tx: Tx, leadId: Uuid, version: number): Promise<LeadRecord> {
    const [, lead] = await Promise.all([this.fields.hold(tx), this.leads.findForUpdate(tx, tx.tenantId, leadId)]);
    if (!lead) throw await this.absence(tx, leadId);
    if (lead.version !== version) throw leadErrors.STALE({ extra: { currentVersion: lead.version } });
    return lead;
  }

  /**
   * A deleted lead, locked until the transaction ends.
   * @throws DomainError `LEAD.NOT_FOUND`, `LEAD.NOT_DELETED`, `LEAD.MERGED` with `mergedInto`: its merge has to be undone
   */
  async findDeletedForUpdate(tx: Tx, leadId: Uuid): Promise<LeadRecord> {
    const [, lead] = await Promise.all([this.fields.hold(tx), this.leads.findDeletedForUpdate(tx, tx.tenantId, leadId)]);
    const mergedInto = lead && (await this.pointers.findSurvivorId(tx, tx.tenantId, leadId));
    if (mergedInto) throw leadErrors.MERGED({ extra: { mergedInto } });
    if (lead) return lead;
    throw (await this.leads.exists(tx, tx.tenantId, leadId)) ? leadErrors.NOT_DELETED() : leadErrors.NOT_FOUND();
  }

  private async absence(tx: Tx, leadId: Uuid): Promise<DomainError> {
    const mergedInto = await this.pointers.findSurvivorId(tx, tx.tenantId, leadId);
    return leadErrors.NOT_FOUND(mergedInto ? { extra: { mergedInto } } : {});
  }

  /** @throws Error of a unique violation when another live lead has an identifier or a unique custom value */
  async save(tx: Tx, step: LeadStep): Promise<void> {
    await this.leads.update(tx, tx.tenantId, [step.lead]);
    await Promise.all([this.journal.record(tx, [step]), movesValues(step) ? this.index.write(tx, [step.lead]) : undefined]);
  }
}
