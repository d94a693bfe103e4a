import { Inject, Injectable } from '@nestjs/common';
import type { EmailProvider } from '@leadstream/contracts';
import type { IdSource } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { EventStoreRepository } from '../event-store/event-store.repository.js';
import { messageKey } from '../message/message.rules.js';
import { MessageService } from '../message/message.service.js';
import { IDS } from '../tokens.js';
import { ErasedRecipients } from './erased-recipients.service.js';
import { distinctEvents, observationOf, withoutPerson } from './ingest.rules.js';
import type { Delivery, ReceivedEvent } from './received-event.js';

/** Stores provider events once and moves the messages they speak of. */
@Injectable()
export class IngestService {
  constructor(
    private readonly events: EventStoreRepository,
    private readonly messages: MessageService,
    private readonly erased: ErasedRecipients,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /**
   * Providers go one after the other in the order of their names, identities before messages, each set in the order of its keys: so
   * transactions that meet wait for each other and never in a ring.
   * @param deliveries in words that this release knows
   */
  async store(tx: Tx, tenantId: string, deliveries: readonly Delivery[]): Promise<void> {
    const byProvider = Map.groupBy(distinctEvents(deliveries, this.ids), ({ provider }) => provider);
    for (const [provider, events] of [...byProvider].sort(([one], [other]) => (one < other ? -1 : 1))) {
      const fresh = await this.events.claim(tx, tenantId, provider, events);
      if (fresh.length > 0) await this.storeFresh(tx, tenantId, provider, fresh);
    }
  }

  private async storeFresh(tx: Tx, tenantId: string, provider: EmailProvider, fresh: readonly ReceivedEvent[]): Promise<void> {
    const erased = await this.erased.among(
      tx,
      fresh.flatMap(({ email }) => email ?? []),
    );
    const kept = erased.size === 0 ? fresh : fresh.map((event) => (erased.has(event.email ?? '') ? withoutPerson(event) : event));
    const observed = kept.map((event) => ({ event, observation: observationOf(event) }));
    const observations = observed.flatMap(({ observation }) => observation ?? []);
    const messageIds = await this.messages.observe(tx, tenantId, provider, observations);
    const rows = observed.map(({ event, observation }) => ({
      ...event,
      messageId: (observation && messageIds.get(messageKey(observation))) ?? null,
    }));
    await this.events.insert(tx, tenantId, provider, rows);
  }
}
