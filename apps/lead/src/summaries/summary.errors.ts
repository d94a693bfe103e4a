import { defineErrors } from '@leadstream/kernel';

export const summaryErrors = defineErrors('LEAD', {
  SUMMARY_INVALID: { kind: 'invalid', title: 'The summary cannot be made as asked for' },
});
