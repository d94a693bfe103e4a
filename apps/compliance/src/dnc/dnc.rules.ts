import { type Channel, type DncEntry, OPT_OUT_SOURCE, PREFERENCE_SOURCE } from '@leadstream/contracts';
import { complianceErrors } from '../compliance.errors.js';

/** What is said of an entry beside what it blocks. */
type Statement = Pick<DncEntry, 'reason' | 'source' | 'evidence'>;

/** What others say of an entry that stands as the person's own stop, and until when. */
export type OthersStatement = Statement & Pick<DncEntry, 'expiresAt'>;

/** Entries on the same channels are one entry: sorted, each once; empty means all, those not yet invented included. */
export function normaliseChannels(channels: readonly Channel[]): Channel[] {
  return [...new Set(channels)].sort();
}

/**
 * Whether an entry that was not withdrawn blocks.
 * @param channel undefined asks for any channel
 * @param now an entry no longer blocks from its expiry on
 */
export function blocks(entry: Pick<DncEntry, 'channels' | 'expiresAt'>, channel: Channel | undefined, now: Date): boolean {
  const expired = entry.expiresAt !== null && Date.parse(entry.expiresAt) <= now.getTime();
  if (expired) return false;
  return channel === undefined || entry.channels.length === 0 || entry.channels.includes(channel);
}

/** The later of two expiries, null being never: an address named twice stays blocked for as long as either says. */
export function laterExpiry(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return null;
  return one > other ? one : other;
}

/**
 * Whether an opt-out of the person is stated by somebody else, too: the person does not lift it from then on. What was said in a message and then in
 * the preference centre is lifted there.
 */
export function isTakenOver(entry: Pick<DncEntry, 'source'>, stated: Pick<DncEntry, 'source'>): boolean {
  return entry.source === OPT_OUT_SOURCE && stated.source !== OPT_OUT_SOURCE;
}

/** Whether the person has stopped all contact by it, in the preference centre: it stands as the person's own, whoever else states it. */
export function isStop({ source }: Pick<DncEntry, 'source'>): boolean {
  return source === PREFERENCE_SOURCE;
}

/** What somebody else than the person says of the entry of its stop; undefined where the person has said it itself. */
export function othersStatement({ reason, source, evidence, expiresAt }: OthersStatement): OthersStatement | undefined {
  return source === PREFERENCE_SOURCE || source === OPT_OUT_SOURCE ? undefined : { reason, source, evidence, expiresAt };
}

/** Whether what others said still blocks, once the person takes its stop back. */
export function holdsOn(others: OthersStatement | undefined, now: Date): others is OthersStatement {
  return others !== undefined && (others.expiresAt === null || Date.parse(others.expiresAt) > now.getTime());
}

/**
 * Whether an entry stays, as the person's own, when it is withdrawn: somebody else states it, and the person has asked for it, too. What nobody but the
 * person stands for is lifted.
 */
export function isLeftToPerson(entry: Pick<DncEntry, 'source'>, optedOutBy: Channel | undefined): optedOutBy is Channel {
  return entry.source !== OPT_OUT_SOURCE && optedOutBy !== undefined;
}

/** What stands as reason of an entry that the person asked for in a message. */
export function optOutReason(channel: Channel): string {
  return `opted out by ${channel}`;
}

/**
 * What an entry says once it is stated again: of whoever takes it over; and evidence where there was none.
 * @returns undefined when that is what it says already
 */
export function statedSince(entry: Statement, offered: Statement): Statement | undefined {
  const { reason, source } = isTakenOver(entry, offered) ? offered : entry;
  const evidence = isTakenOver(entry, offered) ? (offered.evidence ?? entry.evidence) : (entry.evidence ?? offered.evidence);
  return isTakenOver(entry, offered) || evidence !== entry.evidence ? { reason, source, evidence } : undefined;
}

/** @throws DomainError `COMPLIANCE.EXPIRES_IN_PAST` */
export function requireFutureExpiry(expiresAt: Date | null, now: Date): void {
  if (expiresAt !== null && expiresAt <= now) {
    throw complianceErrors.EXPIRES_IN_PAST({ errors: [{ path: 'expiresAt', code: 'past', message: 'must lie in the future' }] });
  }
}
