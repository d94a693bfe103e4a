import { defineErrors } from '@leadstream/kernel';

export const segmentErrors = defineErrors('LEAD', {
  SEGMENT_NOT_FOUND: { kind: 'not_found', title: 'No such segment' },
  SEGMENT_NOT_DELETED: { kind: 'conflict', title: 'The segment is not deleted' },
  SEGMENT_FORGOTTEN: { kind: 'conflict', title: 'The static segment was deleted so long ago that who was in it is forgotten' },
  SEGMENT_STALE: { kind: 'stale', title: 'The segment has changed since it was read' },
  SEGMENT_INVALID: { kind: 'invalid', title: 'The segment is not acceptable as stated' },
  SEGMENT_LIMIT: { kind: 'conflict', title: 'The tenant has as many segments as there may be' },
  SEGMENT_STATIC: { kind: 'conflict', title: 'The segment is static: its filter does not change' },
  SEGMENT_DYNAMIC: { kind: 'conflict', title: 'The segment is dynamic: its filter says who is in it' },
  SEGMENT_NOT_YOURS: { kind: 'forbidden', title: 'Only who made the segment may change it' },
});
