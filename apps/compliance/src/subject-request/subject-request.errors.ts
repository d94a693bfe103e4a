import { defineErrors } from '@leadstream/kernel';

export const subjectRequestErrors = defineErrors('COMPLIANCE', {
  SUBJECT_UNKNOWN: { kind: 'not_found', title: 'No such person is known' },
  SUBJECT_IS_LEAD: { kind: 'conflict', title: "A lead has one of the addresses: the request is that lead's" },
  SUBJECT_REQUEST_NOT_FOUND: { kind: 'not_found', title: 'No such request of a person' },
  SUBJECT_REQUEST_STALE: { kind: 'stale', title: 'The request has changed since it was read' },
  SUBJECT_REQUEST_INVALID: { kind: 'invalid', title: 'The request is not acceptable as stated' },
  SUBJECT_REQUEST_TRANSITION: { kind: 'conflict', title: 'The request cannot go from its status to that one' },
  SUBJECT_IDENTITY_MISSING: { kind: 'conflict', title: 'Nobody has recorded that it was the person who asked' },
  SUBJECT_EXTENSION_REFUSED: { kind: 'conflict', title: 'The time for the answer cannot be extended any more' },
  SUBJECT_EXPORT_INCOMPLETE: { kind: 'conflict', title: 'Not every service has told what it has of the person' },
  SUBJECT_ERASURE_INCOMPLETE: { kind: 'conflict', title: 'Not every service has erased the person' },
  SUBJECT_EXPORT_NOT_FOUND: { kind: 'not_found', title: 'Nothing was gathered for the request, or it is gone again' },
});
