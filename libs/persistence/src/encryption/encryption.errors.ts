import { defineErrors } from '@leadstream/kernel';

/** All of them pass once an operator has put back what is missing; until then nothing is lost, and nothing is given out. */
export const encryptionErrors = defineErrors('ENCRYPTION', {
  KEY_UNKNOWN: { kind: 'unavailable', title: 'A key encryption key is not configured' },
  VALUE_UNREADABLE: { kind: 'unavailable', title: 'A sealed value cannot be opened' },
  /** The vault has no such key: not destroyed, which would be known, but not there. */
  PERSON_KEY_MISSING: { kind: 'unavailable', title: "A person's key is not in the vault" },
});
