import type { Channel, DecisionFacts, Purpose } from '@leadstream/contracts';
import { nationalNumberOf } from '../registry/national-number.rules.js';
import type { AnsweringList } from '../check/block-reasons.rules.js';
import { concernsLists } from './list-state.rules.js';

/** A list that a person's number stands on, or that cannot answer and may have it. */
export type ListAnswer = NonNullable<DecisionFacts['dncLists']>[number];

/** What speaks against a person by lists of numbers; nothing of whom no North American number is known. */
export function listAnswers(phones: readonly string[], lists: readonly AnsweringList[]): ListAnswer[] {
  const numbers = phones.flatMap((phone) => nationalNumberOf(phone) ?? []);
  if (numbers.length === 0) return [];
  return lists.flatMap(({ state: { source, state }, numbers: listed }): ListAnswer[] => {
    if (state !== 'current') return [{ source, state }];
    return listed === undefined || numbers.some((number) => listed.has(number)) ? [{ source, state: 'listed' }] : [];
  });
}

/**
 * Whether a list concerns a contact. Registries of the FTC and of states are about solicitations (47 CFR 64.1200(c)(2), (f)(15)); a tenant's own
 * list is about whatever it says, as an entry is.
 */
export function concernsContact(source: string, channel: Channel, purpose: Purpose): boolean {
  return concernsLists(channel) && (purpose !== 'service' || source.startsWith('own-'));
}
