import { defineErrors } from '@leadstream/kernel';

export const duplicateErrors = defineErrors('LEAD', {
  DUPLICATE_RUN_ACTIVE: { kind: 'conflict', title: 'Another run is on' },
  DUPLICATE_RUN_NOT_FOUND: { kind: 'not_found', title: 'No such run' },
  DUPLICATE_RUN_STATUS: { kind: 'conflict', title: 'The run has ended' },
  DUPLICATE_NOT_FOUND: { kind: 'not_found', title: 'No such pair of leads' },
  DUPLICATE_STATE: { kind: 'conflict', title: 'The pair is not open' },
  DUPLICATE_FACTS: { kind: 'invalid', title: 'The fields cannot tell people apart' },
});
