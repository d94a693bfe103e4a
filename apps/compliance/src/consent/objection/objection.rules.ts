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
 * What is to be written down as withdrawn: advertising by every channel, whether or not it was agreed to, for a law may let one advertise without; and
 * of a person who withdraws its consent whatever else rests on consent.
 * @param standings of the person's own statements
 */
export function objectedMatters(
  ground: ObjectionGround,
  standings: readonly (Matter & { readonly state: ConsentStanding['state']; readonly basis: ConsentEntry['basis'] })[],
): Matter[] {
  const isWithdrawn = (matter: Matter): boolean => standings.some((one) => isSame(one, matter) && one.state === 'withdrawn');
  const advertising = ADVERTISING.flatMap((purpose) => CHANNELS.map((channel) => ({ channel, purpose })));
  const agreed = standings.filter(
    ({ purpose, state, basis }) => !ADVERTISING.includes(purpose) && state === 'given' && basis === 'consent',
  );
  const consents = ground === 'consent_withdrawn' ? agreed.map(({ channel, purpose }) => ({ channel, purpose })) : [];
  return [...advertising.filter((matter) => !isWithdrawn(matter)), ...consents];
}

function isSame(one: Matter, other: Matter): boolean {
  return one.channel === other.channel && one.purpose === other.purpose;
}
