import type { Channel, DecisionFacts, Purpose } from '@leadstream/contracts';
import type { CapRule, HoursRule } from '../rule-sets/rule.js';
import { nextOpeningMs, type Opening, openingAt } from './open-hours.rules.js';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** What does not open within the longest time that a cap may count back, and a day, is called closed. */
const HORIZON_MS = (744 + 24) * HOUR_MS;

/** What bears upon when a contact may be. */
export interface Timing {
  readonly hours: readonly HoursRule[];
  readonly caps: readonly CapRule[];
  /** Where the person may be: it must be open in all of them. */
  readonly zones: readonly string[];
  readonly contacts: DecisionFacts['contacts'];
}

/** A rule that lets nobody be contacted now. */
export interface Obstacle {
  readonly rule: HoursRule | CapRule;
  readonly kind: Exclude<Opening, 'open'> | 'cap';
}

/** Every rule that stands in the way. */
export function obstaclesAt(timing: Timing, atMs: number): Obstacle[] {
  const closed = timing.hours.flatMap((rule): Obstacle[] => {
    const openings = zonesOf(rule, timing.zones).map((zone) => openingAt(rule, atMs, zone));
    const kind = openings.find((opening) => opening !== 'open');
    return kind === undefined ? [] : [{ rule, kind }];
  });
  const used = timing.caps.filter((rule) => freeAtMs(rule, timing.contacts, atMs) > atMs).map((rule): Obstacle => ({ rule, kind: 'cap' }));
  return [...closed, ...used];
}

/** What was searched last, for the leads of a batch whose place and rules are the same: a search over all states and zones takes milliseconds. */
const searched = new Map<string, number | undefined>();
const MAX_SEARCHED = 100;

/** The first instant from `fromMs` on at which nothing stands in the way; undefined when there is none within a month. */
export function firstFreeMs(timing: Timing, fromMs: number): number | undefined {
  if (timing.contacts.length > 0) return searchFreeMs(timing, fromMs);
  const key = JSON.stringify([fromMs, timing.zones, timing.hours.map(({ hours, holidays, zone }) => [hours, holidays, zone])]);
  if (searched.has(key)) return searched.get(key);
  if (searched.size === MAX_SEARCHED) searched.clear();
  const foundMs = searchFreeMs(timing, fromMs);
  searched.set(key, foundMs);
  return foundMs;
}

function searchFreeMs(timing: Timing, fromMs: number): number | undefined {
  const untilMs = fromMs + HORIZON_MS;
  let atMs = fromMs;
  for (let settled = false; !settled;) {
    settled = true;
    for (const next of searches(timing, untilMs)) {
      const foundMs = next(atMs);
      if (foundMs === undefined) return undefined;
      if (foundMs > atMs) [atMs, settled] = [foundMs, false];
    }
  }
  return atMs <= untilMs ? atMs : undefined;
}

/** The first full minute after `atMs` and before `untilMs` at which something stands in the way. */
export function closesBeforeMs(timing: Timing, atMs: number, untilMs: number): number | undefined {
  for (let minuteMs = (Math.floor(atMs / MINUTE_MS) + 1) * MINUTE_MS; minuteMs < untilMs; minuteMs += MINUTE_MS) {
    const isOpen = timing.hours.every((rule) => zonesOf(rule, timing.zones).every((zone) => openingAt(rule, minuteMs, zone) === 'open'));
    if (!isOpen) return minuteMs;
  }
  return undefined;
}

function searches(timing: Timing, untilMs: number): ((fromMs: number) => number | undefined)[] {
  return [
    ...timing.hours.flatMap((rule) =>
      zonesOf(rule, timing.zones).map((zone) => (fromMs: number) => nextOpeningMs(rule, fromMs, untilMs, zone)),
    ),
    ...timing.caps.map((rule) => (fromMs: number) => freeAtMs(rule, timing.contacts, fromMs)),
  ];
}

function zonesOf(rule: HoursRule, zones: readonly string[]): readonly string[] {
  return rule.zone === undefined ? zones : [rule.zone];
}

/** When a cap lets the next contact be; `atMs` itself while it is not used up. */
function freeAtMs(rule: CapRule, contacts: DecisionFacts['contacts'], atMs: number): number {
  const withinMs = rule.withinHours * HOUR_MS;
  const counted = contacts
    .filter((contact) => counts(rule, contact))
    .map(({ at }) => Date.parse(at))
    .filter((contactMs) => contactMs > atMs - withinMs)
    .sort((one, other) => other - one);
  const last = counted[rule.contacts - 1];
  return last === undefined ? atMs : last + withinMs;
}

function counts(rule: CapRule, { channel, purpose }: { readonly channel: Channel; readonly purpose: Purpose }): boolean {
  return rule.channels.includes(channel) && rule.purposes.includes(purpose);
}
