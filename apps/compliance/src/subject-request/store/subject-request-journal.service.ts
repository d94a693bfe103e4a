import { subjectRequestChangedV1, subjectRequestCompletedV1, subjectRequestReceivedV1 } from '@leadstream/contracts';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { subjectRequests } from '../../metrics.js';
import { isOpen, type SubjectRequestChange, type SubjectRequestRecord } from '../subject-request.js';
import { toldChange } from '../steps/told-change.rules.js';
import { SubjectRequestRepository } from './subject-request.repository.js';

/** Writes versions of requests with their history and what is told of them: together, or not at all. */
@Injectable()
export class SubjectRequestJournalService {
  constructor(
    private readonly requests: SubjectRequestRepository,
    private readonly outbox: Outbox,
  ) {}

  async received(tx: Tx, request: SubjectRequestRecord): Promise<void> {
    const { requestId, leadId, kind, jurisdiction, receivedAt, dueAt } = request;
    await this.requests.create(tx, tx.tenantId, request);
    await this.requests.createStep(tx, tx.tenantId, request, []);
    await this.outbox.add(tx, subjectRequestReceivedV1, {
      data: { requestId, leadId, kind, jurisdiction, receivedAt: receivedAt.toISOString(), dueAt: dueAt.toISOString() },
      sequence: request.version,
      time: request.createdAt,
    });
    subjectRequests.add(1, { kind, outcome: 'received' });
  }

  async changed(tx: Tx, step: SubjectRequestChange): Promise<void> {
    const { request, changes } = step;
    await this.requests.update(tx, tx.tenantId, request);
    await this.requests.createStep(tx, tx.tenantId, request, changes);
    if (!isOpen(request)) return this.ended(tx, request);
    const event = { data: toldChange(step), sequence: request.version, time: request.updatedAt };
    await this.outbox.add(tx, subjectRequestChangedV1, event);
  }

  private async ended(tx: Tx, { requestId, leadId, kind, status, version, updatedAt, dueAt }: SubjectRequestRecord): Promise<void> {
    const outcome = status === 'refused' ? 'refused' : 'completed';
    await this.outbox.add(tx, subjectRequestCompletedV1, {
      data: { requestId, leadId, kind, outcome, endedAt: updatedAt.toISOString(), inTime: updatedAt < dueAt },
      sequence: version,
      time: updatedAt,
    });
    subjectRequests.add(1, { kind, outcome });
  }
}
