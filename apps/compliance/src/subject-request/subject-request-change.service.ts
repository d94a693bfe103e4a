import type { PatchSubjectRequest, SubjectRequest } from '@leadstream/contracts';
import type { Clock, DomainError, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { ErasureService } from '../erasure/erasure.service.js';
import { CLOCK } from '../tokens.js';
import { GatheringService } from './access/gathering.service.js';
import { change, type ChangeRefusal, refusalOf } from './steps/change.rules.js';
import { presentRequest } from './steps/present.rules.js';
import { waysFrom } from './steps/transition.rules.js';
import { SubjectRequestJournalService } from './store/subject-request-journal.service.js';
import { SubjectRequestRepository } from './store/subject-request.repository.js';
import { SubjectService } from './subject/subject.service.js';
import { isGathered, type SubjectRequestRecord } from './subject-request.js';
import { subjectRequestErrors } from './subject-request.errors.js';

/** Moves requests on; what follows from it begins in the same transaction. */
@Injectable()
export class SubjectRequestChangeService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly requests: SubjectRequestRepository,
    private readonly journal: SubjectRequestJournalService,
    private readonly gathering: GatheringService,
    private readonly erasures: ErasureService,
    private readonly subjects: SubjectService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * @throws DomainError `COMPLIANCE.SUBJECT_REQUEST_NOT_FOUND`, `_STALE`, `_TRANSITION`, `_INVALID`, `COMPLIANCE.SUBJECT_IDENTITY_MISSING`,
   * `COMPLIANCE.SUBJECT_EXTENSION_REFUSED`, `COMPLIANCE.SUBJECT_EXPORT_INCOMPLETE`, `COMPLIANCE.SUBJECT_ERASURE_INCOMPLETE`,
   * `COMPLIANCE.ERASURE_HELD`, `COMPLIANCE.SUBJECT_IS_LEAD`
   */
  patch(requestId: Uuid, version: number, patch: PatchSubjectRequest): Promise<SubjectRequest> {
    return this.database.write(async (tx) => {
      const now = this.clock.now();
      const before = await this.requests.findForUpdate(tx, tx.tenantId, requestId);
      if (!before) throw subjectRequestErrors.SUBJECT_REQUEST_NOT_FOUND();
      if (before.version !== version) throw subjectRequestErrors.SUBJECT_REQUEST_STALE({ extra: { currentVersion: before.version } });
      const refusal = refusalOf(before, patch, now);
      if (refusal !== undefined) throw errorOf(refusal, before);
      if (patch.status === 'completed') await this.demandDone(tx, before);
      const step = change(before, patch, now);
      if (step === undefined) return presentRequest(before, now);
      await this.journal.changed(tx, step);
      await this.follow(tx, step.request, now);
      return presentRequest(step.request, now);
    });
  }

  /** A request is answered when what it asks for was done. */
  private async demandDone(tx: Tx, request: SubjectRequestRecord): Promise<void> {
    const { kind, requestId } = request;
    if (isGathered(kind)) await this.gathering.demandComplete(tx, requestId);
    if (kind !== 'erasure') return;
    const erasure = await this.erasureOf(tx, request);
    if (erasure?.status === 'certified') return;
    throw subjectRequestErrors.SUBJECT_ERASURE_INCOMPLETE({ extra: { erasureId: erasure?.id ?? null } });
  }

  /** What the request asks for begins with its work, and is begun once, however often that is taken up. */
  private async follow(tx: Tx, request: SubjectRequestRecord, now: Date): Promise<void> {
    const { kind, status } = request;
    if (kind === 'erasure' && status === 'in-progress') await this.erase(tx, request);
    if (!isGathered(kind)) return;
    if (status === 'in-progress') await this.gathering.start(tx, request, now);
    await this.gathering.setExpiry(tx, request);
  }

  private erasureOf(tx: Tx, { requestId, leadId }: SubjectRequestRecord) {
    return leadId === null ? this.erasures.findOfRequest(tx, requestId) : this.erasures.findIn(tx, leadId);
  }

  private async erase(tx: Tx, { requestId, leadId, addresses }: SubjectRequestRecord): Promise<void> {
    if (leadId !== null) return void (await this.erasures.requestIn(tx, leadId, 'request'));
    if ((await this.erasures.findOfRequest(tx, requestId)) !== undefined) return;
    // Somebody may have become a lead since it asked.
    await this.subjects.demandNoLead(tx, addresses);
    await this.erasures.requestOf(tx, requestId, addresses, 'request');
  }
}

function errorOf(refusal: ChangeRefusal, { status }: SubjectRequestRecord): DomainError {
  switch (refusal) {
    case 'ended':
    case 'transition':
      return subjectRequestErrors.SUBJECT_REQUEST_TRANSITION({ extra: { from: status, allowed: waysFrom(status) } });
    case 'identity_missing':
      return subjectRequestErrors.SUBJECT_IDENTITY_MISSING();
    case 'extended_already':
    case 'extended_too_late':
      return subjectRequestErrors.SUBJECT_EXTENSION_REFUSED({ extra: { reason: refusal } });
    case 'refusal_without_reason':
      return invalid('refusal', refusal, 'must say why the request is refused');
    case 'reason_without_refusal':
      return invalid('refusal', refusal, 'belongs to the status refused alone');
  }
}

function invalid(path: string, code: string, message: string): DomainError {
  return subjectRequestErrors.SUBJECT_REQUEST_INVALID({ errors: [{ path, code, message }] });
}
