import { defineErrors } from '@leadstream/kernel';

/** Expired and revoked are told only to who holds the key itself. */
export const authenticationErrors = defineErrors('AUTH', {
  CREDENTIAL_MISSING: { kind: 'unauthenticated', title: 'A credential is needed' },
  CREDENTIAL_MALFORMED: { kind: 'unauthenticated', title: 'The credential does not have the form of an API key' },
  KEY_UNKNOWN: { kind: 'unauthenticated', title: 'The API key is not one of ours' },
  KEY_EXPIRED: { kind: 'unauthenticated', title: 'The API key has expired' },
  KEY_REVOKED: { kind: 'unauthenticated', title: 'The API key was revoked' },
  TOO_MANY_ATTEMPTS: { kind: 'rate_limited', title: 'Too many unknown API keys came from this address' },
});
