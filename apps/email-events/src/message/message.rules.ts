import { MESSAGE_STATES, type MessageState } from '@leadstream/contracts';
import type { IdSource } from '@leadstream/kernel';
import type { MessageFold, MessageKey, MessageObservation, MessageStep, StateAt } from './message.js';

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

/** Whether the message is in another state than before; it is then announced. */
export function hasAdvanced({ from, current }: MessageStep): boolean {
  return from !== current.state;
}

function merge(into: MessageFold, other: MessageFold): MessageFold {
  return {
    ...into,
    current: foldState(into.current, other.current),
    firstEventAt: other.firstEventAt < into.firstEventAt ? other.firstEventAt : into.firstEventAt,
  };
}
