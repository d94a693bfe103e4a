import type { CreateSubjectRequest, ListSubjectRequestsQuery, SubjectRequest, SubjectRequestStep } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Clock, IdSource, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ObjectionService } from '../consent/objection/objection.service.js';
import { CLOCK, IDS } from '../tokens.js';
import { SubjectRequestJournalService } from './store/subject-request-journal.service.js';
import { SubjectRequestReadModel } from './store/subject-request.read-model.js';
import { presentRequest } from './steps/present.rules.js';
import { receiptProblems, receive } from './steps/receive.rules.js';
import { AddressObjectionService } from './subject/address-objection.service.js';
import { SubjectService } from './subject/subject.service.js';
import type { SubjectRequestRecord } from './subject-request.js';
import { subjectRequestErrors } from './subject-request.errors.js';

const position = z.strictObject({ id: z.uuid() });

/** What persons ask about their data, and how it stands. */
@Injectable()
export class SubjectRequestService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly subjects: SubjectService,
    private readonly requests: SubjectRequestReadModel,
    private readonly journal: SubjectRequestJournalService,
    private readonly objections: ObjectionService,
    private readonly addressObjections: AddressObjectionService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /**
   * Who objects gets no more advertising from then on.
   * @throws DomainError `COMPLIANCE.SUBJECT_UNKNOWN`, `COMPLIANCE.SUBJECT_REQUEST_INVALID`, `COMPLIANCE.SUBJECT_IS_LEAD`, `COMPLIANCE.BAD_EMAIL`,
   * `COMPLIANCE.BAD_PHONE`
   */
  receive(stated: CreateSubjectRequest): Promise<SubjectRequest> {
    return this.database.write(async (tx) => {
      const now = this.clock.now();
      const errors = receiptProblems(stated, now);
      if (errors.length > 0) throw subjectRequestErrors.SUBJECT_REQUEST_INVALID({ errors });
      const request = receive(this.ids.next(), stated, await this.subjects.identify(tx, stated), now);
      await this.journal.received(tx, request);
      if (request.kind === 'objection') await this.object(tx, request);
      return presentRequest(request, now);
    });
  }

  private object(tx: Tx, { requestId, leadId, addresses }: SubjectRequestRecord): Promise<void> {
    if (leadId === null) return this.addressObjections.state(tx, requestId, addresses);
    const proof = { subjectRequestId: requestId };
    return this.objections.state(tx, leadId, { ground: 'objection', source: 'subject-request', proof });
  }

  /** @throws DomainError `COMPLIANCE.SUBJECT_REQUEST_NOT_FOUND` */
  read(requestId: Uuid): Promise<SubjectRequest> {
    return this.database.read(async (tx) => presentRequest(await this.find(tx, requestId), this.clock.now()));
  }

  async list(query: ListSubjectRequestsQuery): Promise<{ items: SubjectRequest[]; nextCursor: string | null }> {
    const { status, kind, leadId, overdue, limit, cursor } = query;
    const now = this.clock.now();
    const before = cursor === undefined ? undefined : decodeCursor(position, cursor).id;
    const filter = { status, kind, leadId, overdueAt: overdue && now, before, limit: limit + 1 };
    const rows = await this.database.read((tx) => this.requests.findPage(tx, tx.tenantId, filter));
    const items = rows.slice(0, limit).map((request) => presentRequest(request, now));
    const last = items.at(-1);
    return { items, nextCursor: rows.length > limit && last ? encodeCursor({ id: last.id }) : null };
  }

  /** @throws DomainError `COMPLIANCE.SUBJECT_REQUEST_NOT_FOUND` */
  history(requestId: Uuid): Promise<{ items: SubjectRequestStep[] }> {
    return this.database.read(async (tx) => {
      await this.find(tx, requestId);
      return { items: await this.requests.findSteps(tx, tx.tenantId, requestId) };
    });
  }

  private async find(tx: Tx, requestId: Uuid): Promise<SubjectRequestRecord> {
    const request = await this.requests.findById(tx, tx.tenantId, requestId);
    if (!request) throw subjectRequestErrors.SUBJECT_REQUEST_NOT_FOUND();
    return request;
  }
}
