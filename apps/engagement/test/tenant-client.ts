import type { Uuid } from '@leadstream/kernel';
import { ServiceClient, type ServiceClientOptions } from '@leadstream/testing';

/** A problem document. */
export interface Problem {
  readonly code: string;
  readonly status: number;
  readonly errors?: readonly { readonly path: string; readonly code: string }[];
}

/** Calls the service for one tenant, and says for which. */
export class TenantClient extends ServiceClient {
  readonly tenantId: Uuid;

  constructor(options: ServiceClientOptions) {
    super(options);
    this.tenantId = options.tenantId;
  }
}
