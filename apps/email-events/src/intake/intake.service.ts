import { Inject, Injectable } from '@nestjs/common';
import { type EmailProvider, emailEventsReceivedV2, type WebhookReceipt } from '@leadstream/contracts';
import type { IdSource } from '@leadstream/kernel';
import { TopicIntake } from '@leadstream/messaging';
import { IDS } from '../tokens.js';
import { dayOf } from './delivery-day.rules.js';
import { pack, PACK_BYTES } from './packing.rules.js';
import type { ProviderEvent } from './provider-event.js';

/** A delivery whose sender is known. */
export interface AuthenticDelivery {
  readonly tenantId: string;
  readonly endpointId: string;
  readonly provider: EmailProvider;
  readonly receivedAt: Date;
  /** The same event may be there more than once. */
  readonly events: readonly ProviderEvent[];
}

/** What an event weighs beside its payload, about. */
const FIELDS_BYTES = 400;

/** Takes deliveries into the log, from where they are stored: what is answered for lies on all replicas. */
@Injectable()
export class IntakeService {
  constructor(
    private readonly topic: TopicIntake,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @throws DomainError `INTAKE.*`: to be sent again; what did get through is known when it comes again */
  async accept({ tenantId, endpointId, provider, receivedAt, events }: AuthenticDelivery): Promise<WebhookReceipt> {
    const packs = pack(events, ({ payload }) => payload.length + FIELDS_BYTES, PACK_BYTES);
    const receipts = packs.map((packed) => ({
      receiptId: this.ids.next(),
      endpointId,
      provider,
      receivedAt: receivedAt.toISOString(),
      receivedOn: dayOf(receivedAt),
      events: packed.map(({ email: _email, payload: _payload, ...event }) => event),
      contents: packed.map(({ email: recipient, payload }) => ({ recipient, payload })),
    }));
    await this.topic.publish(emailEventsReceivedV2, tenantId, receipts);
    return { received: events.length };
  }
}
