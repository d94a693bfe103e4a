import { defineErrors } from '@leadstream/kernel';

export const accessErrors = defineErrors('GATEWAY', {
  SCOPE_EXCEEDED: { kind: 'forbidden', title: 'Nobody may grant a scope that they lack' },
});
