import { defineErrors } from '@leadstream/kernel';

/** What every caller of the database has to expect. */
export const databaseErrors = defineErrors('DATABASE', {
  UNAVAILABLE: { kind: 'unavailable', title: 'The database cannot be reached' },
  /** Its certificate, or ours, was turned down; the log line `tls_refused` has the reason. */
  TLS_REFUSED: { kind: 'unavailable', title: 'The database could not be verified, or did not accept us' },
  TIMEOUT: { kind: 'unavailable', title: 'The database took too long' },
  /** The connection was lost during COMMIT: the change is stored whole, or not at all. */
  OUTCOME_UNKNOWN: { kind: 'unavailable', title: 'The database went away while storing the change' },
});

export const idempotencyErrors = defineErrors('IDEMPOTENCY', {
  KEY_REUSED: { kind: 'invalid', title: 'The idempotency key was used for another request' },
  IN_PROGRESS: { kind: 'conflict', title: 'A request with this idempotency key is still running' },
});
