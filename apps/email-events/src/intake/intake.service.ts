import { Inject, Injectable } from '@nestjs/common';
import type { EmailProvider } from '@leadstream/contracts';
import type { Clock, IdSource } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { EventStoreRepository } from '../event-store/event-store.repository.js';
import type { MessageObservation } from '../message/message.js';
import { messageKey } from '../message/message.rules.js';
import { MessageService } from '../message/message.service.js';
import { CLOCK, IDS } from '../tokens.js';
import type { ProviderEvent } from './provider-event.js';

/** What became of a delivery; `received = stored + duplicates`. */
export interface IntakeReceipt {
  readonly received: number;
  readonly stored: number;
  readonly duplicates: number;
}

/** Stores provider events once and moves the messages they speak of: all of a delivery, or nothing. */
@Injectable()
export class IntakeService {
  constructor(
    private readonly events: EventStoreRepository,
    private readonly messages: MessageService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @param received of one authenticated endpoint; the same event may be there more than once */
  async store(
    tx: Tx,
    tenantId: string,
    endpoint: { readonly id: string; readonly provider: EmailProvider },
    received: readonly ProviderEvent[],
  ): Promise<IntakeReceipt> {
    const receivedAt = this.clock.now();
    const distinct = new Map(received.map((event) => [event.providerEventId, { ...event, eventId: this.ids.next() }]));
    const claimed = await this.events.claim(tx, tenantId, endpoint.provider, [...distinct.values()], receivedAt);
    const fresh = [...distinct.values()].filter((event) => claimed.has(event.providerEventId));
    if (fresh.length > 0) {
      const observations = new Map(fresh.flatMap((event) => observationOf(event).map((seen) => [event.eventId, seen] as const)));
      const messageIds = await this.messages.observe(tx, tenantId, endpoint.provider, [...observations.values()]);
      const messageIdOf = (eventId: string): string | null => {
        const seen = observations.get(eventId);
        return seen ? (messageIds.get(messageKey(seen)) ?? null) : null;
      };
      await this.events.insert(
        tx,
        tenantId,
        fresh.map((event) => ({
          ...event,
          endpointId: endpoint.id,
          provider: endpoint.provider,
          messageId: messageIdOf(event.eventId),
          receivedAt,
        })),
      );
    }
    return { received: received.length, stored: fresh.length, duplicates: received.length - fresh.length };
  }
}

/** What an event proves of a message: nothing unless it names message, recipient and a state. */
function observationOf({ providerMessageId, email, state, occurredAt }: ProviderEvent): MessageObservation[] {
  return providerMessageId !== null && email !== null && state !== null ? [{ providerMessageId, email, state, at: occurredAt }] : [];
}
