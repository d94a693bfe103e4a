import { complianceErrors } from '../../compliance.errors.js';

const MINUTE_MS = 60_000;
/** Clocks of well-kept machines differ by less. */
const MAX_SKEW_MS = 5 * MINUTE_MS;
const MAX_AHEAD_MS = 366 * 24 * 60 * MINUTE_MS;

/**
 * The instant to judge: the present when none was asked for, or one that lies behind by no more than clocks differ.
 * @throws DomainError `COMPLIANCE.AT_OUT_OF_RANGE` when it lies further behind, or more than 366 days ahead
 */
export function askedInstant(at: string | undefined, now: Date): Date {
  if (at === undefined) return now;
  const asked = new Date(at);
  const aheadMs = asked.getTime() - now.getTime();
  if (aheadMs < -MAX_SKEW_MS || aheadMs > MAX_AHEAD_MS) {
    throw complianceErrors.AT_OUT_OF_RANGE({ errors: [{ path: 'at', code: 'range', message: 'must be from now to 366 days ahead' }] });
  }
  return aheadMs > 0 ? asked : now;
}
