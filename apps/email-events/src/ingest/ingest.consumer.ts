import { Controller } from '@nestjs/common';
import { emailEventsIngest, emailEventsReceivedV1, emailEventsReceivedV2 } from '@leadstream/contracts';
import { done, OnEvents, type Outcome, reject } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { deliveryOf, unknownWord } from './ingest.rules.js';
import { IngestService } from './ingest.service.js';
import type { LoggedDelivery } from './received-event.js';

@Controller()
export class IngestConsumer {
  constructor(private readonly ingest: IngestService) {}

  @OnEvents([emailEventsReceivedV1, emailEventsReceivedV2], { group: emailEventsIngest.name })
  async onDeliveries(logged: LoggedDelivery[], tx: Tx): Promise<Outcome[]> {
    const deliveries = logged.map(deliveryOf);
    const unknown = deliveries.map(unknownWord);
    await this.ingest.store(
      tx,
      tx.tenantId,
      deliveries.filter((_, index) => unknown[index] === undefined),
    );
    return unknown.map((word) => (word === undefined ? done() : reject(word)));
  }
}
