import { subjectRequestDueV1, subjectRequestOverdueV1 } from '@leadstream/contracts';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { nextReminderAt, type Reminder, remindersBy } from '../steps/reminder.rules.js';
import { SubjectRequestRepository } from '../store/subject-request.repository.js';
import type { SubjectRequestRecord } from '../subject-request.js';

const REQUESTS = 200;

/** Tells of requests that are due soon, and of those that are late: each instant once, in the transaction that remembers that it was told. */
@Injectable()
export class ReminderService {
  constructor(
    private readonly requests: SubjectRequestRepository,
    private readonly outbox: Outbox,
  ) {}

  /** @returns of how many requests something was due; there may be more */
  async tellDue(tx: Tx, now: Date): Promise<number> {
    const requests = await this.requests.findDue(tx, tx.tenantId, now, REQUESTS);
    for (const request of requests) {
      const reminders = remindersBy(request, now);
      for (const reminder of reminders) await this.tell(tx, request, reminder, now);
      const reminded = { ...request, remindedUntil: reminders.at(-1)?.at ?? now };
      await this.requests.remind(tx, tx.tenantId, { ...reminded, nextReminderAt: nextReminderAt(reminded) });
    }
    return requests.length;
  }

  private async tell(tx: Tx, request: SubjectRequestRecord, { daysBefore }: Reminder, now: Date): Promise<void> {
    const { requestId, leadId, kind, dueAt, assigneeId, version: sequence } = request;
    const data = { requestId, leadId, kind, dueAt: dueAt.toISOString(), assigneeId };
    if (daysBefore === 0) await this.outbox.add(tx, subjectRequestOverdueV1, { data, sequence, time: now });
    else await this.outbox.add(tx, subjectRequestDueV1, { data: { ...data, daysBefore }, sequence, time: now });
  }
}
