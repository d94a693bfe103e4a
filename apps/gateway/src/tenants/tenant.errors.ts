import { defineErrors } from '@leadstream/kernel';

export const tenantErrors = defineErrors('GATEWAY', {
  TENANT_NOT_FOUND: { kind: 'not_found', title: 'No such tenant' },
});
