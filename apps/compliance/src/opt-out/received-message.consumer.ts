import { complianceOptOuts, type EventOf, messageReceivedV1 } from '@leadstream/contracts';
import { done, OnEvents, type Outcome, skip } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { Controller } from '@nestjs/common';
import { OptOutService } from './opt-out.service.js';

@Controller()
export class ReceivedMessageConsumer {
  constructor(private readonly optOuts: OptOutService) {}

  @OnEvents([messageReceivedV1], { group: complianceOptOuts.name })
  async onMessagesReceived(events: EventOf<typeof messageReceivedV1>[], tx: Tx): Promise<Outcome[]> {
    // What was erased can no longer be asked: it was examined when it came, or the person is gone.
    const messages = events.flatMap(({ data: { text, receivedAt, ...message } }) =>
      text === null ? [] : [{ ...message, text, receivedAt: new Date(receivedAt) }],
    );
    await this.optOuts.take(tx, messages);
    return events.map(({ data }) => (data.text === null ? skip('text_erased') : done()));
  }
}
