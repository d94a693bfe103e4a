import { defineErrors } from '@leadstream/kernel';

export const dealErrors = defineErrors('LEAD', {
  DEAL_NOT_FOUND: { kind: 'not_found', title: 'No such deal' },
  DEAL_STALE: { kind: 'stale', title: 'The deal has changed since it was read' },
  DEAL_INVALID: { kind: 'invalid', title: 'The deal is not acceptable as stated' },
  DEAL_EXISTS: { kind: 'conflict', title: 'Another deal has this external id' },
  DEAL_NOT_DELETED: { kind: 'conflict', title: 'The deal is not deleted' },
  DEAL_NEIGHBOUR_GONE: { kind: 'conflict', title: 'The card to stand behind is not in that stage any more' },
});
