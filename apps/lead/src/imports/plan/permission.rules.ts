import {
  type Channel,
  CHANNELS,
  type ConsentChange,
  IMPORT_PERMISSIONS,
  type ImportPermission,
  type ImportTarget,
  type Purpose,
} from '@leadstream/contracts';
import { refuse, type Refused } from '../../lead/values/checked.rules.js';
import { readFlag } from '../../lead/values/flag.rules.js';
import type { ImportPlan } from './import-plan.js';

/** What a row says of the ways a person may be contacted. */
export interface RowPermissions {
  readonly consents: readonly ConsentChange[];
  /** Channels on which nobody may contact the person. */
  readonly doNotContact: readonly Channel[];
}

export function isPermission(target: string): target is ImportPermission {
  return IMPORT_PERMISSIONS.some((permission) => permission === target);
}

/** Whether rows may say that somebody may be contacted. */
export function statesConsent({ columns, constants }: Pick<ImportPlan, 'columns' | 'constants'>): boolean {
  return [...columns.map(({ target }) => target), ...Object.keys(constants)].some((target) => target.startsWith('consent.'));
}

export interface PermissionContext {
  readonly purpose: Purpose;
  readonly textVersion: string | null;
  /** When consent was given. */
  readonly givenAt: Date;
  /** When it was not, as far as anybody knows. */
  readonly now: Date;
}

/**
 * Permissions and prohibitions of a row. A no in a column of consent withdraws it; a no in a column of prohibitions says nothing.
 * @returns undefined when the row says nothing of them; a refusal for a word that is neither yes nor no, since no guess is made here
 */
export function readPermissions(said: ReadonlyMap<ImportTarget, string>, context: PermissionContext): RowPermissions | Refused | undefined {
  const consents = new Map<Channel, ConsentChange>();
  const doNotContact = new Set<Channel>();
  for (const [target, text] of said) {
    if (!isPermission(target)) continue;
    const flag = readFlag(text);
    if (flag === undefined) return refuse('flag.unclear', 'Is neither a yes nor a no.', target);
    for (const channel of channelsOf(target)) {
      if (target.startsWith('consent.')) consents.set(channel, stricter(consents.get(channel), consentOf(channel, flag, context)));
      else if (flag) doNotContact.add(channel);
    }
  }
  if (consents.size === 0 && doNotContact.size === 0) return undefined;
  return { consents: [...consents.values()], doNotContact: CHANNELS.filter((channel) => doNotContact.has(channel)) };
}

/** What of it counts even where the rest of a row is left out: a prohibition always does. */
export function restrictiveOnly({ consents, doNotContact }: RowPermissions): RowPermissions {
  return { consents: consents.filter(({ state }) => state === 'withdrawn'), doNotContact };
}

function channelsOf(target: ImportPermission): readonly Channel[] {
  const [, name] = target.split('.');
  return name === 'all' ? CHANNELS : CHANNELS.filter((channel) => channel === name);
}

function consentOf(channel: Channel, isGiven: boolean, { purpose, textVersion, givenAt, now }: PermissionContext): ConsentChange {
  const statedAt = (isGiven ? givenAt : now).toISOString();
  return {
    channel,
    purpose,
    state: isGiven ? 'given' : 'withdrawn',
    basis: 'consent',
    textVersion: isGiven ? textVersion : null,
    statedAt,
  };
}

/** Of two columns about one channel the one that allows less. */
function stricter(one: ConsentChange | undefined, other: ConsentChange): ConsentChange {
  return one?.state === 'withdrawn' ? one : other;
}
