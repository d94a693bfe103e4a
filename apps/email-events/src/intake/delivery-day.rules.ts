import { emailIngestTopic } from '@leadstream/contracts';

const DAY_MS = 24 * 3_600_000;
/** As long as a dead letter may be read: it is written within the term of the topic, and its own topic has the same. One day more for the rest of the day. */
export const KEY_DAYS = 2 * emailIngestTopic.retentionDays + 1;
/** A job that did not run for so long leaves no key behind. */
const LOOK_BACK_DAYS = 30;

/** `2026-11-28`, UTC. */
export function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 'YYYY-MM-DD'.length);
}

/** How the vault names the key of a day's deliveries. */
export function keyOfDay(day: string): string {
  return `deliveries:${day}`;
}

/** Days whose keys are to be there no more, latest first. */
export function daysOver(now: Date): string[] {
  return Array.from({ length: LOOK_BACK_DAYS }, (_, index) => dayOf(new Date(now.getTime() - (KEY_DAYS + index) * DAY_MS)));
}

/** The day by whose end no delivery of before `now` can be opened any more: its key goes within a day of its term. */
export function lastDayOfKeys(now: Date): string {
  return dayOf(new Date(now.getTime() + (KEY_DAYS + 1) * DAY_MS));
}
