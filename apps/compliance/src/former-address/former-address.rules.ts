import type { KnownLead } from '../known-lead/known-lead.js';
import type { FormerAddress } from './former-address.js';

type Reached = Pick<KnownLead, 'leadId' | 'sequence' | 'email' | 'phone' | 'deletedAt'>;

/** What an event said of a lead, and when. */
export interface ToldLead {
  readonly lead: KnownLead;
  readonly at: Date;
}

/**
 * Addresses that leads had at any time as far as is known now, and under which they are not reached any more: all of a lead that is gone.
 * @param before what was known of the leads
 * @param told in any order; what is older than what was known tells of addresses that were lost since
 */
export function lostAddresses(before: readonly Reached[], told: readonly ToldLead[]): FormerAddress[] {
  const knownBefore = new Map(before.map((lead) => [lead.leadId, lead]));
  return [...Map.groupBy(told, ({ lead }) => lead.leadId)].flatMap(([leadId, some]) => {
    const known = knownBefore.get(leadId);
    const newest = some.reduce((one, other) => (other.lead.sequence > one.lead.sequence ? other : one));
    const present = known !== undefined && known.sequence >= newest.lead.sequence ? known : newest.lead;
    const kept = new Set(present.deletedAt === null ? namesOf(present).map(({ name }) => name) : []);
    const had = [...(known === undefined ? [] : [known]), ...some.map(({ lead }) => lead)].flatMap(namesOf);
    const lost = new Map(had.filter(({ name }) => !kept.has(name)).map((one) => [one.name, one]));
    return [...lost.values()].map(({ kind, value }) => ({ leadId, kind, value, lostAt: newest.at }));
  });
}

function namesOf({ email, phone }: Reached) {
  return [
    ...(email === null ? [] : [{ kind: 'email' as const, value: email, name: `email ${email}` }]),
    ...(phone === null ? [] : [{ kind: 'phone' as const, value: phone, name: `phone ${phone}` }]),
  ];
}
