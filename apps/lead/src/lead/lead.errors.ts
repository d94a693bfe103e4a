import { defineErrors } from '@leadstream/kernel';
import type { Identifier } from './lead.js';

export const leadErrors = defineErrors('LEAD', {
  NOT_FOUND: { kind: 'not_found', title: 'No such lead' },
  INVALID: { kind: 'invalid', title: 'The lead is not acceptable as stated' },
  STALE: { kind: 'stale', title: 'The lead has changed since it was read' },
  NOT_DELETED: { kind: 'conflict', title: 'The lead is not deleted' },
  INVALID_INSTANT: { kind: 'invalid', title: 'The lead did not exist at that instant' },
  STATUS_UNCHANGED: { kind: 'invalid', title: 'The lead already has this status' },
  STATUS_NOT_ALLOWED: { kind: 'invalid', title: 'The tenant does not let a lead move like this' },
  DUPLICATE_EXTERNAL_ID: { kind: 'conflict', title: 'Another lead has this external id' },
  DUPLICATE_EMAIL: { kind: 'conflict', title: 'Another lead has this e-mail address' },
  DUPLICATE_PHONE: { kind: 'conflict', title: 'Another lead has this phone number' },
});

/** The error of a lead that claims what another live lead holds. */
export const duplicateErrors = {
  externalId: leadErrors.DUPLICATE_EXTERNAL_ID,
  email: leadErrors.DUPLICATE_EMAIL,
  phone: leadErrors.DUPLICATE_PHONE,
} as const satisfies Record<Identifier, unknown>;
