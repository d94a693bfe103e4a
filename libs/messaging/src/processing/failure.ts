import { DomainError } from '@leadstream/kernel';

const MAX_DEPTH = 5;
const NETWORK_ERRORS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** Somebody else owns the partition by now; whatever this transaction did must not stay. */
export class PartitionLostError extends Error {
  constructor() {
    super('the partition belongs to another member');
    this.name = 'PartitionLostError';
  }
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as Error & { readonly code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** Whether the cause lies outside of the event: something that it needs is down, and later it will work. */
export function isUnavailable(error: unknown): boolean {
  let cause = error;
  for (let depth = 0; depth < MAX_DEPTH && cause instanceof Error; depth += 1) {
    if (cause instanceof DomainError && (cause.kind === 'unavailable' || cause.kind === 'rate_limited')) return true;
    if (NETWORK_ERRORS.has(codeOf(cause) ?? '')) return true;
    cause = cause.cause;
  }
  return false;
}

/** Reason code of a dead letter: the error's code or name, never its text, which may quote data. */
export function failureReason(error: unknown): string {
  const name = codeOf(error) ?? (error instanceof Error ? error.name : typeof error);
  return `handler_failed:${/^[\w.-]{1,80}$/.test(name) ? name : 'Error'}`;
}
