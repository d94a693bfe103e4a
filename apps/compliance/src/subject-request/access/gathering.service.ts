import { personDataRequestedV1, type SubjectExport } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { ComplianceConfig } from '../../config.js';
import { KnownLeadReadModel } from '../../known-lead/known-lead.read-model.js';
import { CONFIG } from '../../tokens.js';
import type { SubjectRequestRecord } from '../subject-request.js';
import { demandNameable } from '../../person-data/nameable.rules.js';
import { subjectRequestErrors } from '../subject-request.errors.js';
import { expiryOf, missingOf, presentExport, servicesOf } from './export-state.rules.js';
import { ExportRepository } from './export.repository.js';
import type { AnswerPart, ExportRecord } from './gathered-answer.js';

const MINUTE_MS = 60_000;

/** Asks every service what it has of a person, and keeps what they answer until the request has been answered for some time. */
@Injectable()
export class GatheringService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly exports: ExportRepository,
    private readonly leads: KnownLeadReadModel,
    private readonly outbox: Outbox,
    @Inject(CONFIG) private readonly config: Pick<ComplianceConfig, 'SUBJECT_ANSWER_MINUTES' | 'SUBJECT_EXPORT_DAYS'>,
  ) {}

  /**
   * Once for a request, however often it is taken up.
   * @throws DomainError `COMPLIANCE.PERSON_TOO_LARGE`
   */
  async start(tx: Tx, request: SubjectRequestRecord, now: Date): Promise<void> {
    const { requestId } = request;
    const answersBy = new Date(now.getTime() + this.config.SUBJECT_ANSWER_MINUTES * MINUTE_MS);
    const expiresAt = expiryOf(request, now, this.config.SUBJECT_EXPORT_DAYS);
    const nothingYet = { completedAt: null, escalatedAt: null, removedAt: null };
    if (!(await this.exports.create(tx, tx.tenantId, { requestId, startedAt: now, answersBy, expiresAt, ...nothingYet }))) return;
    const { leadIds, addresses } = await this.personOf(tx, request.leadId);
    demandNameable(leadIds);
    await this.outbox.add(tx, personDataRequestedV1, {
      data: { requestId, purpose: 'access', step: 'gather', round: 1, leadIds, addresses },
      sequence: 1,
      time: now,
    });
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
    const removed = await this.exports.deleteParts(tx, tx.tenantId, record.requestId);
    await this.exports.update(tx, tx.tenantId, { ...record, removedAt: now });
    return removed;
  }

  private async isComplete(tx: Tx, requestId: Uuid): Promise<boolean> {
    return missingOf(servicesOf(await this.exports.findProgress(tx, tx.tenantId, requestId))).length === 0;
  }

  /** The whole person: what the lead went into, and all that went into that. */
  private async personOf(tx: Tx, leadId: Uuid): Promise<{ leadIds: Uuid[]; addresses: string[] }> {
    const leadIds = await this.leads.findRelated(tx, tx.tenantId, [leadId]);
    const families = await this.leads.findFamilies(tx, tx.tenantId, leadIds);
    const known = [...families.values()].flatMap(({ lead, merged }) => (lead === undefined ? merged : [lead, ...merged]));
    const emails = known.flatMap(({ email }) => (email === null ? [] : [`email:${email}`]));
    const phones = known.flatMap(({ phone }) => (phone === null ? [] : [`phone:${phone}`]));
    return { leadIds, addresses: [...new Set([...emails, ...phones])] };
  }
}
