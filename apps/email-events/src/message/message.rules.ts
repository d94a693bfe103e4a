import { MESSAGE_STATES, type MessageState } from '@leadstream/contracts';
import type { IdSource } from '@leadstream/kernel';
import type { MessageFold, MessageKey, MessageObservation, StateAt } from './message.js';

/** Position of a state on the way of a message, 0 to 8; a message never moves to a lower one. */
export function rankOf(state: MessageState): number {
  return MESSAGE_STATES.indexOf(state);
}

/** The state that stands after both: the higher rank, and within one rank the earlier instant (when it was first reached). */
export function foldState(current: StateAt, next: StateAt): StateAt {
  const difference = rankOf(next.state) - rankOf(current.state);
  if (difference !== 0) return difference > 0 ? next : current;
  return next.at < current.at ? next : current;
}

/** One text for a message's key; a space cannot occur in a provider's id. */
export function messageKey({ providerMessageId, email }: MessageKey): string {
  return `${providerMessageId} ${email}`;
}

/** Folds observations, in any order, into one new message per key. */
export function foldObservations(observations: readonly MessageObservation[], ids: IdSource): Map<string, MessageFold> {
  const folds = new Map<string, MessageFold>();
  for (const { providerMessageId, email, ...current } of observations) {
    const key = messageKey({ providerMessageId, email });
    const offer = { messageId: ids.next(), version: 1, providerMessageId, email, current, firstEventAt: current.at };
    const fold = folds.get(key);
    folds.set(key, fold ? merge(fold, offer) : offer);
  }
  return folds;
}

/** How a message stands after a delivery, and what it was before. */
export interface Settlement {
  readonly after: MessageFold;
  /** State before; null when the message is new. */
  readonly from: MessageState | null;
  readonly kind: 'created' | 'moved' | 'redated' | 'unchanged';
}

/**
 * @param stored the message in the database; it is the offer itself when it was inserted just now
 * @param offer the fold of this delivery alone
 */
export function settle(stored: MessageFold, offer: MessageFold): Settlement {
  if (stored.messageId === offer.messageId) return { after: offer, from: null, kind: 'created' };
  const merged = merge(stored, offer);
  const from = stored.current.state;
  if (merged.current.state !== from) return { after: { ...merged, version: stored.version + 1 }, from, kind: 'moved' };
  const redated = +merged.current.at !== +stored.current.at || +merged.firstEventAt !== +stored.firstEventAt;
  return { after: merged, from, kind: redated ? 'redated' : 'unchanged' };
}

function merge(into: MessageFold, other: MessageFold): MessageFold {
  return {
    ...into,
    current: foldState(into.current, other.current),
    firstEventAt: other.firstEventAt < into.firstEventAt ? other.firstEventAt : into.firstEventAt,
  };
}
