import { defineErrors } from '@leadstream/kernel';

export const selectionErrors = defineErrors('LEAD', {
  SEARCH_INVALID: { kind: 'invalid', title: 'The filter or the order is not acceptable as stated' },
});
