import { defineErrors } from '@leadstream/kernel';

export const messagingErrors = defineErrors('MESSAGING', {
  DEAD_LETTER_FAILED: { kind: 'unavailable', title: 'A dead letter could not be written' },
});
