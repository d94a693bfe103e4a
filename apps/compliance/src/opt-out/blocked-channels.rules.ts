import type { Channel } from '@leadstream/contracts';

/**
 * FCC 24-24 (2024), paragraph 30: consent is the called party's, not the medium's; who revokes it in reply to a text has revoked it for
 * automated calls to that number, too, and the other way round.
 */
const PHONE: readonly Channel[] = ['sms', 'voice'];

/** By which an opt-out came, and what it closes; of one from before that was kept, what goes with the channel. */
export interface Closing {
  readonly channel: Channel;
  readonly channels?: readonly Channel[] | null | undefined;
}

/** The channels that an opt-out by one of them closes, and whose opt-outs close that one: it goes both ways. */
export function channelsClosedWith(channel: Channel): readonly Channel[] {
  return PHONE.includes(channel) ? PHONE : [channel];
}

/**
 * What an opt-out closes: who asks by mail not to be called has named calls and used mail, and it is not known which alone was meant.
 * @param channel by which it came
 * @param named in its words
 * @returns sorted, each once
 */
export function closedBy(channel: Channel, named: readonly Channel[]): Channel[] {
  return [...new Set([channel, ...named].flatMap(channelsClosedWith))].sort();
}

/** The channels that an opt-out closes, or would once a person confirms it. */
export function channelsOf({ channel, channels }: Closing): readonly Channel[] {
  return channels ?? closedBy(channel, []);
}

/** Whether contact by a channel waits for an opt-out that may have come by another. */
export function holdsUp(review: Closing, channel: Channel): boolean {
  return channelsOf(review).includes(channel);
}
