import type { DncEntry } from '@leadstream/contracts';
import { entryKey, entryNamesOf } from '../../dnc/domain.rules.js';
import type { KnownLead } from '../../known-lead/known-lead.js';

/**
 * The entries that speak of a person, each once: those that name one of its addresses or a domain of one, and those that its opt-outs set and that are
 * on the list still, whatever address the person has by now: it asked not to be contacted, not that an address be left alone.
 * @param byName entries by {@link entryKey}
 */
export function listedEntries(
  addresses: readonly Pick<KnownLead, 'email' | 'phone'>[],
  byName: ReadonlyMap<string, readonly DncEntry[]>,
  ofOptOuts: readonly DncEntry[],
): DncEntry[] {
  const named = [...namesOf(addresses)].flatMap((name) => byName.get(name) ?? []);
  if (ofOptOuts.length === 0) return named;
  return [...new Map([...named, ...ofOptOuts].map((entry) => [entry.id, entry])).values()];
}

/** Under which an entry of the list may stand, those of domains included, each once. */
function namesOf(addresses: readonly Pick<KnownLead, 'email' | 'phone'>[]): Set<string> {
  const names = addresses.flatMap(({ phone, email }) => [
    ...(phone === null ? [] : entryNamesOf({ kind: 'phone', value: phone })),
    ...(email === null ? [] : entryNamesOf({ kind: 'email', value: email })),
  ]);
  return new Set(names.map(entryKey));
}
