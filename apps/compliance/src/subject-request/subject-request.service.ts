import type { CreateSubjectRequest, ListSubjectRequestsQuery, SubjectRequest, SubjectRequestStep } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Clock, IdSource, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ObjectionService } from '../consent/objection/objection.service.js';
import { KnownLeadReadModel } from '../known-lead/known-lead.read-model.js';
import { CLOCK, IDS } from '../tokens.js';
import { SubjectRequestJournalService } from './store/subject-request-journal.service.js';
import { SubjectRequestReadModel } from './store/subject-request.read-model.js';
import { presentRequest } from './steps/present.rules.js';
import { receiptProblems, receive } from './steps/receive.rules.js';
import type { SubjectRequestRecord } from './subject-request.js';
import { subjectRequestErrors } from './subject-request.errors.js';

const position = z.strictObject({ id: z.uuid() });

/** What persons ask about their data, and how it stands. */
@Injectable()
export class SubjectRequestService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly leads: KnownLeadReadModel,
    private readonly requests: SubjectRequestReadModel,
    private readonly journal: SubjectRequestJournalService,
    private readonly objections: ObjectionService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /**
   * Who objects gets no more advertising from then on.
   * @throws DomainError `COMPLIANCE.SUBJECT_UNKNOWN`, `COMPLIANCE.SUBJECT_REQUEST_INVALID`
   */
  receive(stated: CreateSubjectRequest): Promise<SubjectRequest> {
    return this.database.write(async (tx) => {
      const now = this.clock.now();
      const errors = receiptProblems(stated, now);
      if (errors.length > 0) throw subjectRequestErrors.SUBJECT_REQUEST_INVALID({ errors });
      // Deleted ones, too: what was deleted can be restored, so it is still here.
      if (!(await this.leads.findFamily(tx, tx.tenantId, stated.leadId)).lead) throw subjectRequestErrors.SUBJECT_UNKNOWN();
      const request = receive(this.ids.next(), stated, now);
      await this.journal.received(tx, request);
      if (request.kind === 'objection') {
        const proof = { subjectRequestId: request.requestId };
        await this.objections.state(tx, request.leadId, { ground: 'objection', source: 'subject-request', proof });
      }
      return presentRequest(request, now);
    });
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
