import { defineErrors } from '@leadstream/kernel';

export const limitErrors = defineErrors('GATEWAY', {
  RATE_LIMITED: { kind: 'rate_limited', title: 'Too many requests' },
});
