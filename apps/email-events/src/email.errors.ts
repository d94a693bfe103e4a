import { defineErrors } from '@leadstream/kernel';

export const emailErrors = defineErrors('EMAIL', {
  BAD_PUBLIC_KEY: { kind: 'invalid', title: 'Not a P-256 public key' },
  ENDPOINT_NOT_FOUND: { kind: 'not_found', title: 'No such webhook endpoint' },
  SIGNATURE_MISSING: { kind: 'unauthenticated', title: 'Signature headers are missing' },
  SIGNATURE_WRONG: { kind: 'unauthenticated', title: 'Signature does not match the bytes received' },
  SIGNATURE_STALE: { kind: 'unauthenticated', title: 'Signed too long ago, or in the future' },
  WEBHOOK_BODY: { kind: 'malformed', title: 'Not an array of provider events' },
});
