import { defineErrors } from '@leadstream/kernel';

export const tagErrors = defineErrors('LEAD', {
  TAG_NOT_FOUND: { kind: 'not_found', title: 'No such tag' },
  TAG_STALE: { kind: 'stale', title: 'The tag has changed since it was read' },
  TAG_INVALID: { kind: 'invalid', title: 'The tag is not acceptable as stated' },
  TAG_EXISTS: { kind: 'conflict', title: 'Another tag has this name' },
  TAG_LIMIT: { kind: 'conflict', title: 'The tenant has as many tags as there may be' },
  TOO_MANY_TAGS: { kind: 'invalid', title: 'More tags than one lead or deal may have' },
});
