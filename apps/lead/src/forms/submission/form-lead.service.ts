import { Inject, Injectable } from '@nestjs/common';
import type { IdSource, Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { CustomFieldsService } from '../../custom-fields/store/custom-fields.service.js';
import { LeadSaveService } from '../../lead-store/lead-save.service.js';
import { LeadUniquenessService } from '../../lead-store/lead-uniqueness.service.js';
import type { LeadDirectory } from '../../lead/lead-directory.rules.js';
import { captureStep, type CaptureContext, updateStep } from '../../lead/lead-step.rules.js';
import type { LeadRecord } from '../../lead/lead.js';
import { HeldSettingsService } from '../../settings/store/held-settings.service.js';
import { IDS } from '../../tokens.js';
import { blanksFilled } from './fill-blanks.rules.js';
import type { Submission } from './submission.js';

/** Makes leads of what forms say, and lets known ones learn; a unique custom value that another lead has is left there. */
@Injectable()
export class FormLeadService {
  constructor(
    private readonly saves: LeadSaveService,
    private readonly customFields: CustomFieldsService,
    private readonly settings: HeldSettingsService,
    private readonly uniqueness: LeadUniquenessService,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** To be called before any lead is locked: who changes a definition of a custom field waits for them. */
  async prepare(tx: Tx): Promise<void> {
    await this.customFields.hold(tx);
  }

  async capture(tx: Tx, { capture, at }: Submission): Promise<Uuid> {
    const customFields = await this.uniqueness.freeValues(tx, capture.fields.customFields ?? {});
    const fields = { ...capture.fields, customFields };
    const step = captureStep({ leadId: this.ids.next(), ...capture, fields }, await this.stepOf(tx, at));
    await this.saves.saveAll(tx, { steps: [step], created: [step.lead], updated: [], handsOver: false });
    return step.lead.leadId;
  }

  /** @returns whether the lead learned anything */
  async teach(tx: Tx, { capture, values, at }: Submission, known: LeadRecord, holders: LeadDirectory): Promise<boolean> {
    const customFields = { ...(await this.uniqueness.freeValues(tx, values, known.leadId)), ...known.customFields };
    const fields = { ...blanksFilled(known, capture.fields, holders), customFields };
    const step = updateStep(known, fields, await this.stepOf(tx, at));
    if (!step) return false;
    await this.saves.saveAll(tx, { steps: [step], created: [], updated: [step.lead], handsOver: false });
    return true;
  }

  private async stepOf(tx: Tx, now: Date): Promise<CaptureContext> {
    const customFields = await this.customFields.hold(tx);
    return { now, importId: null, customFields, vocabulary: await this.settings.hold(tx) };
  }
}
