import type { EmailProvider, emailEventsReceivedV1, EventOf } from '@leadstream/contracts';
import type { ProviderEvent } from '../intake/provider-event.js';

/** An authenticated delivery, or a part of one, as it comes out of the log. */
export type Delivery = EventOf<typeof emailEventsReceivedV1>;

/** A provider event that is to be stored, and the delivery that brought it first. */
export interface ReceivedEvent extends Omit<ProviderEvent, 'payload'> {
  /** Null: it spoke of somebody who was erased. */
  readonly payload: string | null;
  readonly eventId: string;
  readonly provider: EmailProvider;
  readonly delivery: Delivery;
}
