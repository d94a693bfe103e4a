import { defineErrors } from '@leadstream/kernel';

export const exportErrors = defineErrors('LEAD', {
  EXPORT_NOT_FOUND: { kind: 'not_found', title: 'No such export' },
});
