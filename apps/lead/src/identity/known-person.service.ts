import { Inject, Injectable } from '@nestjs/common';
import type { IdSource } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { LeadEditService } from '../lead-store/lead-edit.service.js';
import { LeadJournalService } from '../lead-store/lead-journal.service.js';
import { LeadUniquenessService } from '../lead-store/lead-uniqueness.service.js';
import { identifiersOf, LeadRepository } from '../lead-store/lead.repository.js';
import { captureStep, updateStep } from '../lead/lead-step.rules.js';
import { IDENTIFIERS, type LeadFields, type LeadRecord } from '../lead/lead.js';
import { IDS } from '../tokens.js';
import { fillingFields } from './identity.rules.js';

/** Finds the lead of a person by what is stated, makes it known or better known. */
@Injectable()
export class KnownPersonService {
  constructor(
    private readonly leads: LeadRepository,
    private readonly edits: LeadEditService,
    private readonly uniqueness: LeadUniquenessService,
    private readonly journal: LeadJournalService,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** The live lead that has one of the stated identifiers in its row: by external id, else by e-mail, else by phone. */
  async find(tx: Tx, stated: Partial<LeadFields>): Promise<LeadRecord | undefined> {
    const holders = await this.leads.findByIdentifiers(tx, tx.tenantId, identifiersOf([stated]));
    const names = IDENTIFIERS.filter((name) => stated[name]);
    return names.flatMap((name) => holders.find((lead) => lead[name] === stated[name]) ?? [])[0];
  }

  /** @returns undefined when another lead took one of the identifiers at the same moment */
  async capture(tx: Tx, fields: Partial<LeadFields>, now: Date): Promise<LeadRecord | undefined> {
    const step = captureStep({ leadId: this.ids.next(), fields, capturedAt: now, consents: [] }, { now, importId: null });
    if ((await this.leads.create(tx, tx.tenantId, [step.lead])) === 0) return undefined;
    await this.journal.record(tx, [step]);
    return step.lead;
  }

  /**
   * Adds what the lead does not know.
   * @throws DomainError `LEAD.DUPLICATE_*` when another lead has what would be added
   */
  async fill(tx: Tx, before: LeadRecord, stated: Partial<LeadFields>, now: Date): Promise<LeadRecord> {
    const fields = fillingFields(before, stated);
    const step = updateStep(before, fields, { now, importId: null });
    if (step === undefined) return before;
    await this.uniqueness.demandFree(tx, fields, before.leadId);
    await this.edits.save(tx, step);
    return step.lead;
  }
}
