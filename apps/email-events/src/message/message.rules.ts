import { MESSAGE_STATES, type MessageState } from '@leadstream/contracts';
import type { IdSource } from '@leadstream/kernel';
import type { MessageAct, MessageFold, MessageKey, MessageObservation, MessageStep, StateAt } from './message.js';

/** States that a message is in because its recipient did something. */
const ACTS: ReadonlySet<MessageState> = new Set<MessageState>(['opened', 'clicked', 'unsubscribed', 'complained']);

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
  for (const { providerMessageId, email, providerEventId: _, ...current } of observations) {
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

/**
 * What recipients did that no change of a state tells: passed over by a higher state, later than one, or done again. Where a message advanced, that
 * tells one observation of the state that it has now.
 * @param steps every message that was observed
 */
export function actsBeside(observations: readonly MessageObservation[], steps: readonly MessageStep[]): MessageAct[] {
  const acts = observations.filter(({ state }) => ACTS.has(state));
  if (acts.length === 0) return [];
  const messages = new Map(steps.map((message) => [messageKey(message), message]));
  const announced = new Set(steps.filter(hasAdvanced).map(messageKey));
  return acts.flatMap((act) => {
    const key = messageKey(act);
    const message = messages.get(key);
    if (message === undefined || (isCurrent(message, act) && announced.delete(key))) return [];
    return [{ message, act }];
  });
}

function isCurrent({ current }: MessageStep, { state, at }: StateAt): boolean {
  return current.state === state && current.at.getTime() === at.getTime();
}

function merge(into: MessageFold, other: MessageFold): MessageFold {
  return {
    ...into,
    current: foldState(into.current, other.current),
    firstEventAt: other.firstEventAt < into.firstEventAt ? other.firstEventAt : into.firstEventAt,
  };
}
