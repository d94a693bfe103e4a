import type { ConsentState } from '@leadstream/contracts';
import { complianceErrors } from '../compliance.errors.js';

/** What the fold needs of a ledger line. */
export interface ConsentStatement {
  readonly state: ConsentState;
  readonly statedAt: Date;
  /** From then on a grant counts no more; none or null when for ever. */
  readonly expiresAt?: Date | null;
  /** Place in the ledger; grows. */
  readonly entryNo: number;
}

/**
 * The last word by the instants that were stated: then the later line; at one instant a withdrawal.
 * @param ledger lines of one channel and purpose in any order
 * @returns undefined when nothing was ever stated
 */
export function lastStated<S extends ConsentStatement>(ledger: readonly S[]): S | undefined {
  return ledger.reduce<S | undefined>((last, next) => (last === undefined || isLater(next, last) ? next : last), undefined);
}

function isLater(next: ConsentStatement, last: ConsentStatement): boolean {
  const laterMs = next.statedAt.getTime() - last.statedAt.getTime();
  if (laterMs !== 0) return laterMs > 0;
  if (next.state !== last.state) return next.state === 'withdrawn';
  return next.entryNo > last.entryNo;
}

/** Whether a grant was for a time, and that is over. */
export function isOver({ state, expiresAt }: Pick<ConsentStatement, 'state' | 'expiresAt'>, at: Date): boolean {
  return state === 'given' && expiresAt != null && expiresAt <= at;
}

/** @throws DomainError `COMPLIANCE.CONSENT_EXPIRES_TOO_SOON` unless it lies after the statement */
export function requireLaterExpiry(expiresAt: Date | undefined, statedAt: Date): void {
  if (expiresAt !== undefined && expiresAt <= statedAt) {
    const problem = { path: 'expiresAt', code: 'too_soon', message: 'must lie after the statement' };
    throw complianceErrors.CONSENT_EXPIRES_TOO_SOON({ errors: [problem] });
  }
}

/** Clocks of well-kept machines differ by less; a statement further ahead is a mistake. */
const MAX_CLOCK_SKEW_MS = 5 * 60_000;

/**
 * The instant that the ledger takes for a statement: never later than now, or a grant dated ahead would outlive its withdrawal.
 * @throws DomainError `COMPLIANCE.STATED_IN_FUTURE` when it lies more than five minutes ahead
 */
export function statementInstant(statedAt: Date, now: Date): Date {
  if (statedAt.getTime() - now.getTime() > MAX_CLOCK_SKEW_MS) {
    throw complianceErrors.STATED_IN_FUTURE({ errors: [{ path: 'statedAt', code: 'future', message: 'must not lie in the future' }] });
  }
  return earlier(statedAt, now);
}

/**
 * The instant of a statement made just now: after everything stated before, also when this machine's clock is behind.
 * @param before lines of the same person, channel and purpose
 * @param merges when leads of the person became one
 */
export function presentInstant(before: readonly Pick<ConsentStatement, 'statedAt'>[], now: Date, merges: readonly Date[] = []): Date {
  const latestMs = Math.max(...[...before.map(({ statedAt }) => statedAt), ...merges].map((instant) => instant.getTime()));
  return new Date(Math.max(now.getTime(), latestMs + 1));
}

/** The earlier of two instants. */
export function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}

/** The later of two instants. */
export function later(one: Date, other: Date): Date {
  return one > other ? one : other;
}
