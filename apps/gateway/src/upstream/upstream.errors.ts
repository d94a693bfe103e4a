import { defineErrors } from '@leadstream/kernel';

export const upstreamErrors = defineErrors('GATEWAY', {
  UPSTREAM_UNAVAILABLE: { kind: 'unavailable', title: 'A service behind the gateway cannot be reached' },
  UPSTREAM_TIMEOUT: { kind: 'unavailable', title: 'A service behind the gateway did not answer in time' },
  UPSTREAM_BUSY: { kind: 'unavailable', title: 'A service behind the gateway has too much to do' },
});
