import type { SubjectExport } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { ComplianceConfig } from '../../config.js';
import { CONFIG } from '../../tokens.js';
import { SubjectService } from '../subject/subject.service.js';
import type { SubjectRequestRecord } from '../subject-request.js';
import { subjectRequestErrors } from '../subject-request.errors.js';
import { expiryOf, missingOf, presentExport, servicesOf } from './export-state.rules.js';
import { ExportRepository } from './export.repository.js';
import type { AnswerPart, ExportRecord } from './gathered-answer.js';
import { LocatingService } from './locating.service.js';

const MINUTE_MS = 60_000;

/** Asks every service what it has of a person, and keeps what they answer until the request has been answered for some time. */
@Injectable()
export class GatheringService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly exports: ExportRepository,
    private readonly locating: LocatingService,
    private readonly subjects: SubjectService,
    @Inject(CONFIG) private readonly config: Pick<ComplianceConfig, 'SUBJECT_ANSWER_MINUTES' | 'SUBJECT_EXPORT_DAYS'>,
  ) {}

  /**
   * Once for a request, however often it is taken up.
   * @throws DomainError `COMPLIANCE.PERSON_TOO_LARGE`, `COMPLIANCE.SUBJECT_IS_LEAD` of somebody who has become one since it asked
   */
  async start(tx: Tx, request: SubjectRequestRecord, now: Date): Promise<void> {
    const { requestId } = request;
    const answersBy = new Date(now.getTime() + this.config.SUBJECT_ANSWER_MINUTES * MINUTE_MS);
    const expiresAt = expiryOf(request, now, this.config.SUBJECT_EXPORT_DAYS);
    const nothingYet = { step: 'locating', completedAt: null, escalatedAt: null, removedAt: null } as const;
    if (!(await this.exports.create(tx, tx.tenantId, { requestId, startedAt: now, answersBy, expiresAt, ...nothingYet }))) return;
    if (request.leadId === null) await this.subjects.demandNoLead(tx, request.addresses);
    await this.locating.start(tx, request, now);
  }

  /** When the request ends, or its time is extended, its copy of the data goes that much later or earlier. */
  async setExpiry(tx: Tx, request: SubjectRequestRecord): Promise<void> {
    const record = await this.exports.findForUpdate(tx, tx.tenantId, request.requestId);
    if (record === undefined || record.removedAt !== null) return;
    const expiresAt = expiryOf(request, record.startedAt, this.config.SUBJECT_EXPORT_DAYS);
    if (expiresAt.getTime() !== record.expiresAt.getTime()) await this.exports.update(tx, tx.tenantId, { ...record, expiresAt });
  }

  /** @throws DomainError `COMPLIANCE.SUBJECT_EXPORT_INCOMPLETE` */
  async demandComplete(tx: Tx, requestId: Uuid): Promise<void> {
    const record = await this.exports.find(tx, tx.tenantId, requestId);
    if (record !== undefined && record.completedAt !== null) return;
    const missing = missingOf(servicesOf(await this.exports.findProgress(tx, tx.tenantId, requestId)));
    throw subjectRequestErrors.SUBJECT_EXPORT_INCOMPLETE({ extra: { missing } });
  }

  /** @returns whether somebody still asks for it */
  async take(tx: Tx, answer: AnswerPart, now: Date): Promise<boolean> {
    const record = await this.exports.findForUpdate(tx, tx.tenantId, answer.requestId);
    if (record === undefined || record.removedAt !== null) return false;
    await this.exports.createPart(tx, tx.tenantId, answer, now);
    if (record.completedAt === null && (await this.isComplete(tx, answer.requestId)))
      await this.exports.update(tx, tx.tenantId, { ...record, completedAt: new Date(Math.max(now.getTime(), record.startedAt.getTime())) });
    return true;
  }

  /** @throws DomainError `COMPLIANCE.SUBJECT_EXPORT_NOT_FOUND` */
  read(requestId: Uuid): Promise<SubjectExport> {
    return this.database.read(async (tx) => {
      // In this order: when the last part comes in between, it is complete, and not gathering with nothing missing.
      const progress = await this.exports.findProgress(tx, tx.tenantId, requestId);
      const record = await this.exports.find(tx, tx.tenantId, requestId);
      if (record === undefined) throw subjectRequestErrors.SUBJECT_EXPORT_NOT_FOUND();
      return presentExport(record, progress);
    });
  }

  /** Takes away what was gathered; that it was stays. */
  async remove(tx: Tx, record: ExportRecord, now: Date): Promise<number> {
    await this.exports.deleteLocations(tx, tx.tenantId, record.requestId);
    const removed = await this.exports.deleteParts(tx, tx.tenantId, record.requestId);
    await this.exports.update(tx, tx.tenantId, { ...record, removedAt: now });
    return removed;
  }

  private async isComplete(tx: Tx, requestId: Uuid): Promise<boolean> {
    return missingOf(servicesOf(await this.exports.findProgress(tx, tx.tenantId, requestId))).length === 0;
  }
}
