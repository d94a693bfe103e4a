import type { ConfirmationStatus } from '@leadstream/contracts';
import type { Confirmation } from './confirmation.js';

/** What a person said, and what became of the lead, since a consent was asked for. */
export interface SinceAsked {
  readonly isLeadGone: boolean;
  /** Whether the channel reaches the person elsewhere than where it was asked, or nowhere. */
  readonly isElsewhere: boolean;
  /** When consent for the same channel and purpose was withdrawn, in any order. */
  readonly withdrawals: readonly Date[];
  /** When entries that close the channel came onto the do-not-contact list. */
  readonly blocks: readonly Date[];
}

/**
 * What became of a consent that was to be confirmed. Whoever withdraws or stops contact after it was asked has answered: no click on an older
 * message undoes that, not even at the same instant. Where another address has taken the place of the one that was asked, whoever reads that one says
 * nothing for the person.
 */
export function statusOf(
  { requestedAt, expiresAt, confirmedAt }: Pick<Confirmation, 'requestedAt' | 'expiresAt' | 'confirmedAt'>,
  { isLeadGone, isElsewhere, withdrawals, blocks }: SinceAsked,
  now: Date,
): ConfirmationStatus {
  if (confirmedAt !== null) return 'confirmed';
  if (isLeadGone || [...withdrawals, ...blocks].some((instant) => instant >= requestedAt)) return 'void';
  if (isElsewhere) return 'outdated';
  return expiresAt <= now ? 'expired' : 'pending';
}
