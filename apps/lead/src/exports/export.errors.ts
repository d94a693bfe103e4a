import { defineErrors } from '@leadstream/kernel';

export const exportErrors = defineErrors('LEAD', {
  EXPORT_INVALID: { kind: 'invalid', title: 'The columns or the filter of the export are not acceptable' },
  EXPORT_NOT_FOUND: { kind: 'not_found', title: 'No such export' },
});
