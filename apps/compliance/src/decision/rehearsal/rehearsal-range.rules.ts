import { MAX_REHEARSAL_DAYS, type StartPolicyRehearsal } from '@leadstream/contracts';
import { complianceErrors } from '../../compliance.errors.js';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;
/** What was decided longer ago is committed, or never will be. */
const SETTLED_AFTER_MS = 60_000;

/**
 * The time whose decisions are looked at. It ends where no more decisions can come, so that whoever asks again for the same time finds the same.
 * @throws DomainError `COMPLIANCE.POLICY_REHEARSAL_RANGE` when nothing lies between its ends, or more than {@link MAX_REHEARSAL_DAYS} days
 */
export function rehearsalRange(
  { days, from, to }: Pick<StartPolicyRehearsal, 'days' | 'from' | 'to'>,
  now: Date,
): { from: Date; to: Date } {
  const settledMs = now.getTime() - SETTLED_AFTER_MS;
  const untilMs = Math.min(to === undefined ? settledMs : Date.parse(to), settledMs);
  const sinceMs = from === undefined ? untilMs - (days ?? DEFAULT_DAYS) * DAY_MS : Date.parse(from);
  if (sinceMs >= untilMs || untilMs - sinceMs > MAX_REHEARSAL_DAYS * DAY_MS) {
    const message = `must lie before to, by ${MAX_REHEARSAL_DAYS} days at most, and a minute back`;
    throw complianceErrors.POLICY_REHEARSAL_RANGE({ errors: [{ path: 'from', code: 'range', message }] });
  }
  return { from: new Date(sinceMs), to: new Date(untilMs) };
}
