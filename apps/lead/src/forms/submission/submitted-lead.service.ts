import { Inject, Injectable } from '@nestjs/common';
import { leadFormSubmittedV1 } from '@leadstream/contracts';
import type { IdSource, Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { IdentityClaimService } from '../../identity/identity-claim.service.js';
import { identifiersOf, LeadLookupRepository } from '../../lead-store/lead-lookup.repository.js';
import { LeadDirectory } from '../../lead/lead-directory.rules.js';
import type { SubmissionOutcome } from '../../metrics.js';
import { IDS } from '../../tokens.js';
import { SubmissionRepository } from '../store/submission.repository.js';
import { meantLead } from './fill-blanks.rules.js';
import { FormLeadService } from './form-lead.service.js';
import type { Submission } from './submission.js';

/** How long the same content counts as a second press of the button, when the sender gives no id. */
const REPETITION_MS = 10 * 60_000;

/** Makes a lead of a submission, or lets the lead that is known learn what it did not know; writes the proof beside it. */
@Injectable()
export class SubmittedLeadService {
  constructor(
    private readonly submissions: SubmissionRepository,
    private readonly lookup: LeadLookupRepository,
    private readonly formLeads: FormLeadService,
    private readonly claims: IdentityClaimService,
    private readonly outbox: Outbox,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** To be called within `untilNotOvertaken`. */
  async keep(tx: Tx, sent: Submission): Promise<SubmissionOutcome> {
    const submission = await this.withoutErasedVisitor(tx, sent);
    const { formId, digest, isById, at, capture, visitorId } = submission;
    const since = isById ? null : new Date(at.getTime() - REPETITION_MS);
    if (await this.submissions.isRepeated(tx, tx.tenantId, formId, digest, since)) return 'repeated';
    await this.formLeads.prepare(tx);
    // In the order of those who say who they are: a visitor is locked before its lead.
    if (visitorId) await this.claims.findOwner(tx, { kind: 'visitor', value: visitorId });
    const holders = new LeadDirectory(await this.lookup.findByIdentifiers(tx, tx.tenantId, identifiersOf([capture.fields])));
    const known = meantLead(holders, capture.fields);
    if (!known) {
      await this.record(tx, submission, await this.formLeads.capture(tx, submission), true);
      return 'created';
    }
    const isChanged = await this.formLeads.teach(tx, submission, known, holders);
    await this.record(tx, submission, known.leadId, false);
    return isChanged ? 'updated' : 'known';
  }

  /** The submission counts; the id of a person that was erased is kept nowhere again. */
  private async withoutErasedVisitor(tx: Tx, submission: Submission): Promise<Submission> {
    const { visitorId } = submission;
    if (visitorId === null || !(await this.claims.isErased(tx, { kind: 'visitor', value: visitorId }))) return submission;
    const { visitorId: _, ...stated } = submission.stated;
    return { ...submission, stated, visitorId: null };
  }

  private async record(tx: Tx, submission: Submission, leadId: Uuid, isNewLead: boolean): Promise<void> {
    const { formId, wordingVersion, capture, stated, consents, proof, digest, at, visitorId } = submission;
    if (visitorId) await this.claims.claimWhereFree(tx, leadId, { kind: 'visitor', value: visitorId }, at);
    const submissionId = this.ids.next();
    const row = {
      submissionId,
      formId,
      leadId,
      isNewLead,
      digest,
      stated,
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
