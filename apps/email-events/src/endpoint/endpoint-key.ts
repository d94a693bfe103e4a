import type { KeyObject } from 'node:crypto';

/** What authenticates a delivery, and whose it is. */
export interface EndpointKey {
  readonly tenantId: string;
  readonly endpointId: string;
  readonly publicKey: KeyObject;
}
