import type { Channel, ContactPlace, Purpose } from '@leadstream/contracts';
import type { CapRule, ConsentRule, HoursRule, Jurisdiction, Rule } from './rule.js';

/** What is asked about. */
export interface Contact {
  readonly channel: Channel;
  readonly purpose: Purpose;
}

export interface ApplicableRules {
  readonly consent: readonly ConsentRule[];
  readonly hours: readonly HoursRule[];
  readonly caps: readonly CapRule[];
}

/** Of each rule set, the rules about a channel and purpose: they are asked for with every decision. */
const indexes = new WeakMap<readonly Rule[], Map<string, readonly Rule[]>>();

/** The rules of a set about a channel and purpose, wherever they hold. */
export function rulesAbout(rules: readonly Rule[], { channel, purpose }: Contact): readonly Rule[] {
  const index = indexes.get(rules) ?? new Map<string, readonly Rule[]>();
  indexes.set(rules, index);
  const key = `${channel} ${purpose}`;
  const found = index.get(key) ?? rules.filter((rule) => rule.channels.includes(channel) && rule.purposes.includes(purpose));
  index.set(key, found);
  return found;
}

/** The rules that speak of a contact: those of every place where the person may be, and all of them while nothing is known of it. */
export function applicableRules(
  rules: readonly Rule[],
  { channel, purpose }: Contact,
  place: Pick<ContactPlace, 'countries' | 'states'>,
  at: Date,
): ApplicableRules {
  const found = rules.filter(
    (rule) =>
      rule.channels.includes(channel) &&
      rule.purposes.includes(purpose) &&
      rule.validFrom <= at &&
      (rule.validUntil === undefined || at < rule.validUntil) &&
      holdsIn(rule.jurisdiction, place),
  );
  return {
    consent: found.filter((rule) => rule.kind === 'consent'),
    hours: found.filter((rule) => rule.kind === 'hours'),
    caps: found.filter((rule) => rule.kind === 'cap'),
  };
}

function holdsIn(jurisdiction: Jurisdiction, { countries, states }: Pick<ContactPlace, 'countries' | 'states'>): boolean {
  if (jurisdiction.in === 'everywhere' || countries === null) return true;
  if (jurisdiction.in === 'elsewhere') return countries.some((country) => !jurisdiction.butNotIn.includes(country));
  if (!countries.some((country) => jurisdiction.countries.includes(country))) return false;
  return jurisdiction.state === undefined || states === null || states.includes(jurisdiction.state);
}
