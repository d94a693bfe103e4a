import { defineErrors } from '@leadstream/kernel';

export const exportErrors = defineErrors('LEAD', {
  EXPORT_INVALID: { kind: 'invalid', title: 'Columns, filter or order of the export are not acceptable' },
  EXPORT_NOT_FOUND: { kind: 'not_found', title: 'No such export' },
});
