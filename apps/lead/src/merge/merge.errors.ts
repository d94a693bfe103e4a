import { defineErrors } from '@leadstream/kernel';

export const mergeErrors = defineErrors('LEAD', {
  MERGE_WITH_ITSELF: { kind: 'invalid', title: 'A lead cannot go into itself' },
  MERGE_NOT_FOUND: { kind: 'not_found', title: 'No such merge' },
  MERGE_UNDONE: { kind: 'conflict', title: 'The merge was undone already' },
  MERGE_SURVIVOR_GONE: { kind: 'conflict', title: 'The survivor is deleted or went into a third lead' },
});
