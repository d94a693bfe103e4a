import type { InteractionResult } from '@leadstream/contracts';
import type { DomainError } from '@leadstream/kernel';
import { engagementErrors } from '../engagement.errors.js';

/** How far a client's clock may run ahead of ours. */
const MAX_CLOCK_SKEW_MS = 5 * 60_000;

/** What is wrong with the instant of an interaction, if anything: the past is fine, however far, the future is not. */
export function instantProblem(occurredAt: string, now: Date): DomainError | undefined {
  if (Date.parse(occurredAt) - now.getTime() <= MAX_CLOCK_SKEW_MS) return undefined;
  return engagementErrors.OCCURRED_IN_FUTURE({ errors: [{ path: 'occurredAt', code: 'future', message: 'must not lie in the future' }] });
}

/** The answer for an item that failed. */
export function failedItem({ code, title, errors }: DomainError): InteractionResult {
  return { status: 'failed', error: { code, title, errors: [...errors] } };
}

/** The first of each client event id, in the order given. */
export function firstOfEach<T extends { readonly clientEventId: string }>(items: readonly T[]): T[] {
  const seen = new Set<string>();
  return items.filter(({ clientEventId }) => !seen.has(clientEventId) && seen.add(clientEventId));
}
