import { defineErrors } from '@leadstream/kernel';

export const registerErrors = defineErrors('COMPLIANCE', {
  PROCESSING_ACTIVITY_NOT_FOUND: { kind: 'not_found', title: 'No such entry in the record of processing activities' },
  PROCESSING_ACTIVITY_STALE: { kind: 'stale', title: 'The entry has changed since it was read' },
  PROCESSING_ACTIVITY_ENDED: { kind: 'conflict', title: 'The activity has ended; its entry is history' },
});
