import type { Channel, DncBlockReason, DncEntry, DncListState } from '@leadstream/contracts';
import { blocks } from '../dnc.rules.js';
import { nationalNumberOf } from '../registry/national-number.rules.js';
import type { NumberSet } from '../registry/number-set.rules.js';
import type { AskedAddress } from './asked-address.rules.js';

/** A list that answers, or cannot. */
export interface AnsweringList {
  readonly state: DncListState;
  readonly numbers: NumberSet | undefined;
}

/**
 * Everything that forbids contact with an address; nothing does when there is none. Of a list that cannot answer each North American
 * number may be on it; of other countries' none ever is.
 * @param entries live entries of the address and of its domains, expired ones included
 * @param lists those that concern the channel
 */
export function blockReasons(
  { kind, value }: AskedAddress,
  entries: readonly DncEntry[],
  lists: readonly AnsweringList[],
  channel: Channel | undefined,
  now: Date,
): DncBlockReason[] {
  if (value === undefined) return [{ code: `bad_${kind}` }];
  const blocking = entries.filter((entry) => blocks(entry, channel, now)).map(blockOf);
  const number = kind === 'phone' ? nationalNumberOf(value) : undefined;
  if (number === undefined) return blocking;
  const listed = lists.flatMap(({ state: { source, state }, numbers }) => {
    if (!numbers) return [{ code: `list_${state}`, source }];
    return numbers.has(number) ? [{ code: 'listed', source }] : [];
  });
  return [...blocking, ...listed];
}

function blockOf({ id, kind, value }: DncEntry): DncBlockReason {
  return { code: 'entry', entryId: id, ...(kind === 'domain' && { domain: value }) };
}
