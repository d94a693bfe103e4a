import { defineErrors } from '@leadstream/kernel';

export const engagementErrors = defineErrors('ENGAGEMENT', {
  INVALID_INTERACTION: { kind: 'invalid', title: 'Not an interaction' },
  OCCURRED_IN_FUTURE: { kind: 'invalid', title: 'It cannot have happened yet' },
  INTERACTION_RETRACTED: { kind: 'conflict', title: 'It was recorded, and taken back' },
  INTERACTION_NOT_FOUND: { kind: 'not_found', title: 'No such interaction' },
  LEAD_NOT_FOUND: { kind: 'not_found', title: 'No such lead' },
});
