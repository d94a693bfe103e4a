import { defineErrors } from '@leadstream/kernel';

export const formErrors = defineErrors('LEAD', {
  FORM_NOT_FOUND: { kind: 'not_found', title: 'No such form' },
  FORM_NOT_DELETED: { kind: 'conflict', title: 'The form is not taken away' },
  FORM_STALE: { kind: 'stale', title: 'The form has changed since it was read' },
  FORM_INVALID: { kind: 'invalid', title: 'The form is not acceptable as stated' },
  FORM_ORIGIN: { kind: 'forbidden', title: 'The form may not be sent from pages of this origin' },
  FORM_PAUSED: { kind: 'conflict', title: 'The form takes no submissions at present' },
  FORM_REFUSED: { kind: 'invalid', title: 'The submission is not acceptable' },
});
