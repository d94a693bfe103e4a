import type { EventContract, EventOf, MessageState } from '@leadstream/contracts';

/** A state and when the provider says it was reached. */
export interface StateAt {
  readonly state: MessageState;
  readonly at: Date;
  /** The event that told of it, while it is being handled. */
  readonly causedBy?: EventOf<EventContract>;
}

/** What a message is known by: the provider's id and the recipient, since one send may have many. */
export interface MessageKey {
  readonly providerMessageId: string;
  readonly email: string;
}

/** One event's word on a message. */
export interface MessageObservation extends MessageKey, StateAt {
  /** What the provider knows the event by. */
  readonly providerEventId: string;
}

/** A message as the fold of its events. */
export interface MessageFold extends MessageKey {
  readonly messageId: string;
  readonly version: number;
  readonly current: StateAt;
  readonly firstEventAt: Date;
}

/** A message after new events were folded in. */
export interface MessageStep extends MessageFold {
  /** State before; null when the message is new. */
  readonly from: MessageState | null;
}

/** What the recipient of a message did with it. */
export interface MessageAct {
  readonly message: MessageStep;
  readonly act: MessageObservation;
}
