import { type Channel, CHANNELS, type ConsentEntry, type ConsentStanding, type Purpose, PURPOSES } from '@leadstream/contracts';

/** On what ground of the GDPR a person wants no more: Art. 21(2) (direct marketing) or Art. 7(3). */
export type ObjectionGround = 'objection' | 'consent_withdrawn';

/** Those that are advertising in the eyes of every rule. */
const ADVERTISING: readonly Purpose[] = PURPOSES.filter((purpose) => purpose !== 'service');

interface Matter {
  readonly channel: Channel;
  readonly purpose: Purpose;
}

/** Whether whoever asks for its erasure on a ground says by it that it wants no advertising, too. */
export function isObjection(ground: string): ground is ObjectionGround {
  return ground === 'objection' || ground === 'consent_withdrawn';
}

/**
 * What is withdrawn: advertising by every channel, whether or not it was agreed to, for a law may let one advertise without; and of a person who withdraws
 * its consent whatever else rests on consent.
 * @param standings of each of the person's leads, by its own statements
 */
export function objectedMatters(
  ground: ObjectionGround,
  standings: readonly (Matter & { readonly state: ConsentStanding['state']; readonly basis: ConsentEntry['basis'] })[],
): Matter[] {
  const advertising = ADVERTISING.flatMap((purpose) => CHANNELS.map((channel) => ({ channel, purpose })));
  const agreed = standings.filter(
    ({ purpose, state, basis }) => !ADVERTISING.includes(purpose) && state === 'given' && basis === 'consent',
  );
  const consents = ground === 'consent_withdrawn' ? agreed.map(({ channel, purpose }) => ({ channel, purpose })) : [];
  return [...new Map([...advertising, ...consents].map((matter) => [`${matter.purpose} ${matter.channel}`, matter])).values()];
}
