import type { Channel, DncKind } from '@leadstream/contracts';
import { REACHES } from '../../consent/reach.js';

/** Somebody who had an address that the person has now. */
export interface FormerContact {
  readonly leadId: string;
  readonly kind: DncKind;
}

/**
 * Contacts that count as a person's: with any of its leads, and those that whoever had an address of it before had by a channel that reaches that kind of
 * address. A cap protects who answers there, under whatever lead.
 * @param members ids of the person's leads
 * @param byLead contacts by lead
 */
export function contactsOfPerson<C extends { readonly channel: Channel }>(
  members: readonly string[],
  former: readonly FormerContact[],
  byLead: ReadonlyMap<string, readonly C[]>,
): C[] {
  const own = members.flatMap((leadId) => byLead.get(leadId) ?? []);
  const there = former.flatMap(({ leadId, kind }) => (byLead.get(leadId) ?? []).filter(({ channel }) => REACHES[channel].includes(kind)));
  return [...new Set([...own, ...there])];
}
