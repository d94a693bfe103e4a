import { defineErrors, type DomainError, type FieldProblem, type Uuid } from '@leadstream/kernel';
import { customFieldErrors } from '../custom-fields/custom-field.errors.js';
import type { Identifier } from './lead.js';

export const leadErrors = defineErrors('LEAD', {
  NOT_FOUND: { kind: 'not_found', title: 'No such lead' },
  INVALID: { kind: 'invalid', title: 'The lead is not acceptable as stated' },
  LIST_INVALID: { kind: 'invalid', title: 'The list cannot be narrowed like this' },
  STALE: { kind: 'stale', title: 'The lead has changed since it was read' },
  MERGED: { kind: 'conflict', title: 'The lead went into another one' },
  NOT_DELETED: { kind: 'conflict', title: 'The lead is not deleted' },
  INVALID_INSTANT: { kind: 'invalid', title: 'The lead did not exist at that instant' },
  IDENTITY_TAKEN: { kind: 'conflict', title: 'Another lead is known by this' },
  STATUS_UNCHANGED: { kind: 'invalid', title: 'The lead already has this status' },
  STATUS_NOT_ALLOWED: { kind: 'invalid', title: 'The tenant does not let a lead move like this' },
  DEAL_TAKEN: { kind: 'conflict', title: 'A deal would come back with the lead whose external id another deal has by now' },
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

/**
 * The error of a lead that claims a value that another live lead has in a unique custom field.
 * @param at names the path of the field as the caller stated it
 */
export function duplicateValueError(key: string, existingId: Uuid, at = (problem: FieldProblem): FieldProblem => problem): DomainError {
  const problem = { path: `customFields.${key}`, code: 'duplicate', message: 'Another lead has it.' };
  return customFieldErrors.DUPLICATE_CUSTOM_VALUE({ errors: [at(problem)], extra: { existingId } });
}
