import { type Channel, type ConsentState, PURPOSES } from '@leadstream/contracts';
import type { LeadRecord } from '../../lead/lead.js';

/** What compliance says of writing to a person. */
export interface Permissions {
  /** By `<channel>.<purpose>`. */
  readonly consents: ReadonlyMap<string, ConsentState>;
  readonly doNotContact: ReadonlyMap<Channel, boolean>;
}

/** Channels that peers keep something of. */
const KEPT_CHANNELS = ['email', 'voice'] as const satisfies readonly Channel[];

/** Channels on which nobody may write to a lead, as far as peers keep such a thing. A withdrawal for one purpose holds for all. */
export function forbiddenChannels({ consents, doNotContact }: Permissions): Channel[] {
  const isWithdrawn = (channel: Channel) => PURPOSES.some((purpose) => consents.get(`${channel}.${purpose}`) === 'withdrawn');
  return KEPT_CHANNELS.filter((channel) => doNotContact.get(channel) === true || isWithdrawn(channel));
}

/**
 * Why a peer is not told of a lead; null when it may be. Nobody is told of a person who may not be written to by e-mail, or, known by a
 * phone number alone, may not be called: what a peer knows it writes to.
 */
export function withholding(
  { email }: Pick<LeadRecord, 'email'>,
  permissions: Permissions,
  tells: 'unless-forbidden' | 'with-consent',
): 'forbidden' | 'no-consent' | null {
  if (forbiddenChannels(permissions).includes(email === null ? 'voice' : 'email')) return 'forbidden';
  const consents = [...permissions.consents.values()].includes('given');
  return tells === 'with-consent' && !consents ? 'no-consent' : null;
}
