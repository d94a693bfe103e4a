import { defineErrors } from '@leadstream/kernel';

export const memberErrors = defineErrors('GATEWAY', {
  MEMBER_NOT_FOUND: { kind: 'not_found', title: 'No such member' },
  DUPLICATE_MEMBER: { kind: 'conflict', title: 'A member with this address exists' },
});
