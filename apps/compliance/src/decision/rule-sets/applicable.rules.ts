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

type Place = Pick<ContactPlace, 'countries' | 'states'>;

/** What was found out of a rule set, which never changes: the same few things are asked for with every decision. */
class RuleIndex {
  readonly about = new Map<string, readonly Rule[]>();
  readonly here = new Map<string, readonly Rule[]>();
  changesMs: readonly number[] | undefined;
}

const indexes = new WeakMap<readonly Rule[], RuleIndex>();
/** Places that are kept in mind for a rule set; leads are in few, unless their states and countries contradict each other in many ways. */
const MOST_PLACES = 10_000;

function indexOf(rules: readonly Rule[]): RuleIndex {
  const index = indexes.get(rules) ?? new RuleIndex();
  indexes.set(rules, index);
  return index;
}

/** The rules of a set about a channel and purpose, wherever they hold. */
export function rulesAbout(rules: readonly Rule[], contact: Contact): readonly Rule[] {
  const { about } = indexOf(rules);
  const key = `${contact.channel} ${contact.purpose}`;
  const found = about.get(key) ?? rules.filter((rule) => concerns(rule, contact));
  about.set(key, found);
  return found;
}

/** When rules begin or cease to hold after an instant. */
export function ruleChangesMs(rules: readonly Rule[], at: Date): number[] {
  const index = indexOf(rules);
  index.changesMs ??= rules.flatMap(({ validFrom, validUntil }) => [validFrom.getTime(), ...(validUntil ? [validUntil.getTime()] : [])]);
  return index.changesMs.filter((changeMs) => changeMs > at.getTime());
}

/**
 * The rules that speak of a contact: those of every place where the person may be, and all of them while nothing is known of it.
 * @param more rules that stand beside those of the set
 */
export function applicableRules(
  rules: readonly Rule[],
  contact: Contact,
  place: Place,
  at: Date,
  more: readonly Rule[] = [],
): ApplicableRules {
  const beside = more.filter((rule) => concerns(rule, contact) && holdsIn(rule.jurisdiction, place));
  const found = [...rulesIn(rules, contact, place), ...beside].filter(
    ({ validFrom, validUntil }) => validFrom <= at && (validUntil === undefined || at < validUntil),
  );
  return {
    consent: found.filter((rule) => rule.kind === 'consent'),
    hours: found.filter((rule) => rule.kind === 'hours'),
    caps: found.filter((rule) => rule.kind === 'cap'),
  };
}

function rulesIn(rules: readonly Rule[], contact: Contact, place: Place): readonly Rule[] {
  const { here } = indexOf(rules);
  const key = `${contact.channel} ${contact.purpose} ${place.countries?.join() ?? '*'} ${place.states?.join() ?? '*'}`;
  const known = here.get(key);
  if (known !== undefined) return known;
  const found = rulesAbout(rules, contact).filter(({ jurisdiction }) => holdsIn(jurisdiction, place));
  if (here.size >= MOST_PLACES) here.clear();
  here.set(key, found);
  return found;
}

function concerns({ channels, purposes }: Rule, { channel, purpose }: Contact): boolean {
  return channels.includes(channel) && purposes.includes(purpose);
}

function holdsIn(jurisdiction: Jurisdiction, { countries, states }: Place): boolean {
  if (jurisdiction.in === 'everywhere' || countries === null) return true;
  if (jurisdiction.in === 'elsewhere') return countries.some((country) => !jurisdiction.butNotIn.includes(country));
  if (!countries.some((country) => jurisdiction.countries.includes(country))) return false;
  return jurisdiction.state === undefined || states === null || states.includes(jurisdiction.state);
}
