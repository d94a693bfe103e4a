import { DomainError } from '@leadstream/kernel';
import type { MissingReason } from '@leadstream/contracts';
import type { JsonAnswer } from '../upstream/read-json.js';

/** A part of the 360, or why there is none. */
export type Part = { readonly value: unknown } | { readonly missing: MissingReason };

/** What a service's answer means for its part. */
export function partOfAnswer({ status, body }: JsonAnswer): Part {
  if (status === 404) return { missing: 'not_known_yet' };
  if (status !== 200) return { missing: 'unavailable' };
  return typeof body === 'object' && body !== null ? { value: body } : { missing: 'unreadable' };
}

/** What it means that there was no answer. */
export function partOfFailure(failure: unknown): Part {
  const isLate = failure instanceof DomainError && failure.code === 'GATEWAY.UPSTREAM_TIMEOUT';
  return { missing: isLate ? 'timeout' : 'unavailable' };
}
