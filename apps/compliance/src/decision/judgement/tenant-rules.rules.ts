import { type ContactCap, type ContactHours, type ContactPolicySettings, ISO_WEEKDAYS } from '@leadstream/contracts';
import type { CapRule, HoursRule, Rule, Span } from '../rule-sets/rule.js';

const ALWAYS = new Date(-8.64e15);

const head = {
  id: 'tenant',
  version: 1,
  source: "The tenant's policy",
  provenance: 'house',
  validFrom: ALWAYS,
  jurisdiction: { in: 'everywhere' },
} as const;

/** What a tenant demands, as rules that stand beside the law's: more rules can only take away. */
export function tenantRules({ hours, caps }: Pick<ContactPolicySettings, 'hours' | 'caps'>): Rule[] {
  return [...hours.map(hoursRule), ...caps.map(capRule)];
}

function hoursRule({ channels, purposes, weekdays, from, until }: ContactHours): HoursRule {
  const span: Span = { from: minuteOf(from), until: minuteOf(until) };
  const hours = ISO_WEEKDAYS.map((weekday) => (weekdays.includes(weekday) ? span : undefined));
  return { kind: 'hours', ...head, says: `From ${from} to ${until}.`, channels, purposes, hours, holidays: [] };
}

function capRule({ channels, purposes, contacts, withinHours }: ContactCap): CapRule {
  return { kind: 'cap', ...head, says: `${contacts} in ${withinHours} hours.`, channels, purposes, contacts, withinHours };
}

/** @param time such as `08:30`; @returns minutes from midnight, 1,440 for `24:00` */
export function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}
