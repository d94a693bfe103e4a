import { Inject, Injectable } from '@nestjs/common';
import { leadFormSubmittedV1 } from '@leadstream/contracts';
import type { IdSource, Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { IdentityClaimService } from '../../identity/identity-claim.service.js';
import { identifiersOf, LeadLookupRepository } from '../../lead-store/lead-lookup.repository.js';
import { LeadSaveService } from '../../lead-store/lead-save.service.js';
import { CustomFieldsService } from '../../custom-fields/store/custom-fields.service.js';
import { LeadDirectory } from '../../lead/lead-directory.rules.js';
import { type Capture, captureStep, type StepContext, updateStep } from '../../lead/lead-step.rules.js';
import type { LeadRecord } from '../../lead/lead.js';
import type { SubmissionOutcome } from '../../metrics.js';
import { IDS } from '../../tokens.js';
import { type SubmissionRecord, SubmissionRepository } from '../store/submission.repository.js';
import { blanksFilled, meantLead } from './fill-blanks.rules.js';

/** How long the same content counts as a second press of the button, when the sender gives no id. */
const REPETITION_MS = 10 * 60_000;

/** A submission that was found acceptable. */
export interface Submission {
  readonly formId: Uuid;
  readonly wordingVersion: number;
  readonly capture: Omit<Capture, 'leadId'>;
  /** Under which was recorded what the visitor did before; null when the page does not say it. */
  readonly visitorId: Uuid | null;
  /** Keys of the consents that were given. */
  readonly consents: readonly string[];
  readonly proof: Pick<SubmissionRecord, 'clientIp' | 'userAgent'>;
  readonly digest: string;
  /** Whether the digest is of the sender's id, which is never used again. */
  readonly isById: boolean;
  readonly at: Date;
}

/** Makes a lead of a submission, or lets the lead that is known learn what it did not know; writes the proof beside it. */
@Injectable()
export class SubmittedLeadService {
  constructor(
    private readonly submissions: SubmissionRepository,
    private readonly lookup: LeadLookupRepository,
    private readonly saves: LeadSaveService,
    private readonly outbox: Outbox,
    private readonly customFields: CustomFieldsService,
    private readonly claims: IdentityClaimService,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** To be called within `untilNotOvertaken`. */
  async keep(tx: Tx, submission: Submission): Promise<SubmissionOutcome> {
    const { formId, digest, isById, at, capture, visitorId } = submission;
    const since = isById ? null : new Date(at.getTime() - REPETITION_MS);
    if (await this.submissions.isRepeated(tx, tx.tenantId, formId, digest, since)) return 'repeated';
    // Before any lead is locked: who changes a definition waits for them.
    await this.customFields.hold(tx);
    // In the order of those who say who they are: a visitor is locked before its lead.
    if (visitorId) await this.claims.findOwner(tx, { kind: 'visitor', value: visitorId });
    const holders = new LeadDirectory(await this.lookup.findByIdentifiers(tx, tx.tenantId, identifiersOf([capture.fields])));
    const known = meantLead(holders, capture.fields);
    if (!known) {
      await this.record(tx, submission, await this.capture(tx, submission), true);
      return 'created';
    }
    const isChanged = await this.teach(tx, submission, known, holders);
    await this.record(tx, submission, known.leadId, false);
    return isChanged ? 'updated' : 'known';
  }

  private async capture(tx: Tx, { capture, at }: Submission): Promise<Uuid> {
    const step = captureStep({ leadId: this.ids.next(), ...capture }, await this.stepOf(tx, at));
    await this.saves.saveAll(tx, { steps: [step], created: [step.lead], updated: [], handsOver: false });
    return step.lead.leadId;
  }

  private async teach(tx: Tx, { capture, at }: Submission, known: LeadRecord, holders: LeadDirectory): Promise<boolean> {
    const step = updateStep(known, blanksFilled(known, capture.fields, holders), await this.stepOf(tx, at));
    if (!step) return false;
    await this.saves.saveAll(tx, { steps: [step], created: [], updated: [step.lead], handsOver: false });
    return true;
  }

  private async stepOf(tx: Tx, now: Date): Promise<StepContext> {
    return { now, importId: null, customFields: await this.customFields.hold(tx) };
  }

  private async record(tx: Tx, submission: Submission, leadId: Uuid, isNewLead: boolean): Promise<void> {
    const { formId, wordingVersion, capture, consents, proof, digest, at, visitorId } = submission;
    if (visitorId) await this.claims.claimWhereFree(tx, leadId, { kind: 'visitor', value: visitorId }, at);
    const submissionId = this.ids.next();
    const row = {
      submissionId,
      formId,
      leadId,
      isNewLead,
      digest,
      stated: { ...capture.fields, ...(visitorId && { visitorId }) },
      consents,
      wordingVersion,
      ...proof,
      submittedAt: at,
    };
    await this.submissions.create(tx, tx.tenantId, row);
    const told = isNewLead ? [] : [...capture.consents];
    const data = { submissionId, formId, leadId, isNewLead, wordingVersion, consents: told, ...proof, submittedAt: at.toISOString() };
    await this.outbox.add(tx, leadFormSubmittedV1, { data, sequence: 1, time: at });
  }
}
