import type { DataOf, EmailProvider, emailEventsReceivedV1, emailEventsReceivedV2, EventOf } from '@leadstream/contracts';
import type { EventOfAny } from '@leadstream/messaging';
import type { ProviderEvent } from '../intake/provider-event.js';

/** An authenticated delivery, or a part of one, as it lies in the log. */
export type LoggedDelivery = EventOfAny<typeof emailEventsReceivedV1 | typeof emailEventsReceivedV2>;

/** A provider event as it comes out of the log. */
export interface LoggedEvent extends Omit<ProviderEvent, 'payload'> {
  /** Null: it spoke of somebody who was erased, or its key is destroyed. */
  readonly payload: string | null;
}

/** A delivery in one form, whichever version it was logged in. */
export type Delivery = Omit<EventOf<typeof emailEventsReceivedV2>, 'data' | 'version'> & {
  readonly version: number;
  readonly data: Omit<DataOf<typeof emailEventsReceivedV1>, 'events'> & { readonly events: readonly LoggedEvent[] };
};

/** A provider event that is to be stored, and the delivery that brought it first. */
export interface ReceivedEvent extends LoggedEvent {
  readonly eventId: string;
  readonly provider: EmailProvider;
  readonly delivery: Delivery;
}
