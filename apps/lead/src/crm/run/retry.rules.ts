import type { DomainError } from '@leadstream/kernel';

const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** Failures in a row after which a run is given up; the next one begins where this one stood still. */
const MOST_FAILURES = 10;

/** What becomes of a run whose peer could not be asked. */
export type Recourse = { readonly kind: 'wait'; readonly pauseMs: number; readonly counts: boolean } | { readonly kind: 'fail' };

/**
 * A peer that wants to be left alone is, for as long as it says, and that is no failure. One that does not answer is asked again, after
 * twice as long as before. Whatever else is wrong will be wrong the next time, too.
 * @param failures in a row before this one
 */
export function recourseFor({ kind, extra }: Pick<DomainError, 'kind' | 'extra'>, failures: number): Recourse {
  if (kind === 'rate_limited') return { kind: 'wait', pauseMs: Number(extra['retryAfterSeconds'] ?? 60) * 1_000, counts: false };
  if (kind !== 'unavailable' || failures + 1 >= MOST_FAILURES) return { kind: 'fail' };
  return { kind: 'wait', pauseMs: Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS), counts: true };
}
