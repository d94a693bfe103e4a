import { Inject, Injectable } from '@nestjs/common';
import type { IdSource } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { LeadEditService } from '../lead-store/lead-edit.service.js';
import { CustomFieldsService } from '../custom-fields/store/custom-fields.service.js';
import { LeadSaveService } from '../lead-store/lead-save.service.js';
import { LeadUniquenessService } from '../lead-store/lead-uniqueness.service.js';
import { identifiersOf, LeadLookupRepository } from '../lead-store/lead-lookup.repository.js';
import { LeadDirectory } from '../lead/lead-directory.rules.js';
import { captureStep, type CaptureContext, updateStep } from '../lead/lead-step.rules.js';
import { IDENTIFIERS, type LeadFields, type LeadRecord } from '../lead/lead.js';
import { HeldSettingsService } from '../settings/store/held-settings.service.js';
import { IDS } from '../tokens.js';
import { fillingFields } from './identity.rules.js';

/** Finds the lead of a person by what is stated, makes it known or better known. */
@Injectable()
export class KnownPersonService {
  constructor(
    private readonly lookup: LeadLookupRepository,
    private readonly edits: LeadEditService,
    private readonly uniqueness: LeadUniquenessService,
    private readonly saves: LeadSaveService,
    private readonly customFields: CustomFieldsService,
    private readonly settings: HeldSettingsService,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** The live lead that is known by one of the stated identifiers: by external id, else by e-mail, else by phone. */
  async find(tx: Tx, stated: Partial<LeadFields>): Promise<LeadRecord | undefined> {
    const leads = new LeadDirectory(await this.lookup.findByIdentifiers(tx, tx.tenantId, identifiersOf([stated])));
    return IDENTIFIERS.flatMap((name) => (stated[name] ? (leads.holderOf(name, stated[name]) ?? []) : []))[0];
  }

  /** @returns undefined when another lead took one of the identifiers at the same moment */
  async capture(tx: Tx, fields: Partial<LeadFields>, now: Date): Promise<LeadRecord | undefined> {
    const step = captureStep({ leadId: this.ids.next(), fields, capturedAt: now, consents: [] }, await this.stepOf(tx, now));
    return (await this.saves.create(tx, step)) ? step.lead : undefined;
  }

  /**
   * Adds what the lead does not know.
   * @throws DomainError `LEAD.DUPLICATE_*` when another lead has what would be added
   */
  async fill(tx: Tx, before: LeadRecord, stated: Partial<LeadFields>, now: Date): Promise<LeadRecord> {
    const fields = fillingFields(before, stated);
    const step = updateStep(before, fields, await this.stepOf(tx, now));
    if (step === undefined) return before;
    await this.uniqueness.demandFree(tx, fields, before.leadId);
    await this.edits.save(tx, step);
    return step.lead;
  }

  private async stepOf(tx: Tx, now: Date): Promise<CaptureContext> {
    const customFields = await this.customFields.hold(tx);
    return { now, importId: null, customFields, vocabulary: await this.settings.hold(tx) };
  }
}
