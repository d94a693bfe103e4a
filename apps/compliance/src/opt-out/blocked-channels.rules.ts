import type { Channel } from '@leadstream/contracts';

/**
 * FCC 24-24 (2024), paragraph 30: consent is the called party's, not the medium's; who revokes it in reply to a text has revoked it for
 * automated calls to that number, too, and the other way round.
 */
const PHONE: readonly Channel[] = ['sms', 'voice'];

/** The channels that an opt-out by one of them closes, and whose opt-outs close that one: it goes both ways. */
export function channelsClosedWith(channel: Channel): readonly Channel[] {
  return PHONE.includes(channel) ? PHONE : [channel];
}

/** Whether contact by a channel waits for an opt-out that may have come by another. */
export function holdsUp(review: { readonly channel: Channel }, channel: Channel): boolean {
  return channelsClosedWith(channel).includes(review.channel);
}
