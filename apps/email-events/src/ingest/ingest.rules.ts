import { type EmailProvider, emailProvider, MESSAGE_STATES, type MessageState } from '@leadstream/contracts';
import type { IdSource } from '@leadstream/kernel';
import type { MessageObservation } from '../message/message.js';
import type { Delivery, LoggedDelivery, ReceivedEvent } from './received-event.js';

/** Version 1 has what speaks of persons with each event, version 2 beside them. */
export function deliveryOf(logged: LoggedDelivery): Delivery {
  if (!('contents' in logged.data)) return logged as Delivery;
  const { contents, receiptId, endpointId, provider, receivedAt } = logged.data;
  const events = logged.data.events.map((event, index) => {
    const { recipient: email = null, payload = null } = contents?.[index] ?? {};
    return { ...event, email, payload };
  });
  return { ...logged, data: { receiptId, endpointId, provider, receivedAt, events } };
}

/** Names the word of a delivery that this release does not know, as when a later one wrote it; undefined when it knows all. */
export function unknownWord({ data: { provider, events } }: Delivery): 'provider_unknown' | 'state_unknown' | undefined {
  if (!emailProvider.safeParse(provider).success) return 'provider_unknown';
  return events.every(({ state }) => state === null || isState(state)) ? undefined : 'state_unknown';
}

/** Every provider event once, by what its provider knows it by; of repeated ones the first. */
export function distinctEvents(deliveries: readonly Delivery[], ids: IdSource): ReceivedEvent[] {
  const found = new Map<string, ReceivedEvent>();
  for (const delivery of deliveries) {
    const provider = delivery.data.provider as EmailProvider;
    for (const event of delivery.data.events) {
      const identity = `${provider} ${event.providerEventId}`;
      if (!found.has(identity)) found.set(identity, { ...event, eventId: ids.next(), provider, delivery });
    }
  }
  return [...found.values()];
}

/** What an event proves of a message: nothing unless it names message, recipient and a state. */
export function observationOf(event: ReceivedEvent): MessageObservation | undefined {
  const { providerEventId, providerMessageId, email, state, occurredAt, delivery } = event;
  if (providerMessageId === null || email === null || state === null || !isState(state)) return undefined;
  return { providerEventId, providerMessageId, email, state, at: new Date(occurredAt), causedBy: delivery };
}

/** What is kept of an event about somebody who was erased: that there was one, of which kind, and when. It proves nothing of a message. */
export function withoutPerson(event: ReceivedEvent): ReceivedEvent {
  return { ...event, email: null, payload: null };
}

function isState(word: string): word is MessageState {
  return (MESSAGE_STATES as readonly string[]).includes(word);
}
