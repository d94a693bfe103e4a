import { Inject, Injectable } from '@nestjs/common';
import type { IdSource } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { LeadEditService } from '../lead-store/lead-edit.service.js';
import { LeadSaveService } from '../lead-store/lead-save.service.js';
import { LeadUniquenessService } from '../lead-store/lead-uniqueness.service.js';
import { identifiersOf, LeadLookupRepository } from '../lead-store/lead-lookup.repository.js';
import type { StatementFacts } from '../lead/accept-lead.rules.js';
import { LeadDirectory } from '../lead/lead-directory.rules.js';
import { type Capture, captureStep, type CaptureContext, claimsOf, updateStep } from '../lead/lead-step.rules.js';
import { IDENTIFIERS, type LeadFields, type LeadRecord } from '../lead/lead.js';
import { IDS } from '../tokens.js';

/** Finds the lead of a person by what is stated, makes it known or better known. */
@Injectable()
export class KnownPersonService {
  constructor(
    private readonly lookup: LeadLookupRepository,
    private readonly edits: LeadEditService,
    private readonly uniqueness: LeadUniquenessService,
    private readonly saves: LeadSaveService,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** The live lead that is known by one of the stated identifiers: by external id, else by e-mail, else by phone. */
  async find(tx: Tx, stated: Partial<LeadFields>): Promise<LeadRecord | undefined> {
    const leads = new LeadDirectory(await this.lookup.findByIdentifiers(tx, tx.tenantId, identifiersOf([stated])));
    return IDENTIFIERS.flatMap((name) => (stated[name] ? (leads.holderOf(name, stated[name]) ?? []) : []))[0];
  }

  /**
   * @returns undefined when another lead took one of the identifiers at the same moment
   * @throws DomainError `LEAD.DUPLICATE_CUSTOM_VALUE` when another lead has a value of a unique field
   */
  async capture(tx: Tx, capture: Omit<Capture, 'leadId'>, facts: StatementFacts, now: Date): Promise<LeadRecord | undefined> {
    const step = captureStep({ leadId: this.ids.next(), ...capture }, stepOf(facts, now));
    await this.uniqueness.demandFree(tx, { customFields: step.lead.customFields });
    return (await this.saves.create(tx, step)) ? step.lead : undefined;
  }

  /**
   * @param fields what the lead does not know
   * @throws DomainError `LEAD.DUPLICATE_*` when another lead has what would be added
   */
  async fill(tx: Tx, before: LeadRecord, fields: Partial<LeadFields>, facts: StatementFacts, now: Date): Promise<LeadRecord> {
    const step = updateStep(before, fields, stepOf(facts, now));
    if (step === undefined) return before;
    await this.uniqueness.demandFree(tx, claimsOf(step), before.leadId);
    await this.edits.save(tx, step);
    return step.lead;
  }
}

function stepOf({ definitions, vocabulary }: StatementFacts, now: Date): CaptureContext {
  return { now, importId: null, customFields: definitions, vocabulary };
}
