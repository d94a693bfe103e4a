import type { Channel, DncListState } from '@leadstream/contracts';
import type { RegistryList } from '../registry/registry-list.js';
import type { ListVersion } from './list-version.js';

/** 47 CFR 64.1200(c) speaks of calls, (e) of text messages as well; other channels these lists do not concern. */
const CHANNELS: readonly Channel[] = ['voice', 'sms'];

/** @param channel undefined asks for any channel */
export function concernsLists(channel: Channel | undefined): boolean {
  return channel === undefined || CHANNELS.includes(channel);
}

/** @returns the greatest age at which the list may be believed, in seconds; null when it does not age, being the tenant's own */
export function maxAgeSecondsOf(source: string, maxAgeDays: number): number | null {
  return source.startsWith('own-') ? null : maxAgeDays * 86_400;
}

/** Whether a copy is what the database has; a higher version is not when a backup was brought back. */
export function isCopyOf(held: Pick<RegistryList, 'loadId'>, stored: Pick<ListVersion, 'loadId'>): boolean {
  return held.loadId === stored.loadId;
}

/** Whether a copy is what the database had when it was asked, or what came after it. */
export function isNoOlderThan(copy: Pick<RegistryList, 'loadId' | 'version'>, asked: Pick<ListVersion, 'loadId' | 'version'>): boolean {
  return isCopyOf(copy, asked) || copy.version > asked.version;
}

/**
 * How far an answer may rest on a list. Whatever is not `current` must block.
 * @param stored what the database says of the list; undefined when it was never loaded
 * @param held a copy, of whichever state; undefined when there is none
 */
export function listStateOf(
  source: string,
  stored: ListVersion | undefined,
  held: RegistryList | undefined,
  now: Date,
  maxAgeSeconds: number | null,
): DncListState {
  if (!stored) return { source, state: 'not_loaded', version: null, listedAt: null, ageSeconds: null, maxAgeSeconds };
  const copy = held && isNoOlderThan(held, stored) ? held : undefined;
  // The copy is ahead when a load was published meanwhile.
  const { version, listedAt } = copy ?? stored;
  const ageSeconds = Math.max(0, (now.getTime() - listedAt.getTime()) / 1_000);
  const isStale = maxAgeSeconds !== null && ageSeconds > maxAgeSeconds;
  return {
    source,
    state: isStale ? 'stale' : copy ? 'current' : 'behind',
    version,
    listedAt: listedAt.toISOString(),
    ageSeconds: Math.floor(ageSeconds),
    maxAgeSeconds,
  };
}
