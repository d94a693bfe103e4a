import { Controller } from '@nestjs/common';
import { emailEventsIngest, emailEventsReceivedV1 } from '@leadstream/contracts';
import { done, OnEvents, type Outcome, reject } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { unknownWord } from './ingest.rules.js';
import { IngestService } from './ingest.service.js';
import type { Delivery } from './received-event.js';

@Controller()
export class IngestConsumer {
  constructor(private readonly ingest: IngestService) {}

  @OnEvents(emailEventsReceivedV1, { group: emailEventsIngest.name })
  async onDeliveries(deliveries: Delivery[], tx: Tx): Promise<Outcome[]> {
    const unknown = deliveries.map(unknownWord);
    await this.ingest.store(
      tx,
      tx.tenantId,
      deliveries.filter((_, index) => unknown[index] === undefined),
    );
    return unknown.map((word) => (word === undefined ? done() : reject(word)));
  }
}
