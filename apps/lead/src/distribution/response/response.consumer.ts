import { Controller } from '@nestjs/common';
import { type EventOf, interactionRecordedV1, leadDistribution, taskCompletedV1 } from '@leadstream/contracts';
import { done, OnEvent, OnEvents, type Outcome, skip } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { ResponseService } from './response.service.js';

@Controller()
export class ResponseConsumer {
  constructor(private readonly responses: ResponseService) {}

  @OnEvent(taskCompletedV1, { group: leadDistribution.name })
  async onTaskCompleted({ data }: EventOf<typeof taskCompletedV1>, tx: Tx): Promise<Outcome> {
    if (data.subjectKind !== 'lead' || data.assigneeId === null) return skip('nobody_in_particular');
    const wasWaited = await this.responses.respond(tx, data.subjectId, data.assigneeId, new Date(data.completedAt));
    return wasWaited ? done() : skip('not_waited_for');
  }

  @OnEvents([interactionRecordedV1], { group: leadDistribution.name })
  async onInteractionsRecorded(events: EventOf<typeof interactionRecordedV1>[], tx: Tx): Promise<Outcome[]> {
    const areContacts = await this.responses.contact(tx, events);
    return areContacts.map((isContact) => (isContact ? done() : skip('no_contact')));
  }
}
