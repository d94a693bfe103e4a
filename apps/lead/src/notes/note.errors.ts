import { defineErrors } from '@leadstream/kernel';

export const noteErrors = defineErrors('LEAD', {
  NOTE_NOT_FOUND: { kind: 'not_found', title: 'No such note' },
  NOTE_STALE: { kind: 'stale', title: 'The note has changed since it was read' },
  NOTE_INVALID: { kind: 'invalid', title: 'The note is not acceptable as stated' },
  NOTE_NOT_DELETED: { kind: 'conflict', title: 'The note is not deleted' },
});
