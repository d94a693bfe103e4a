import { Injectable } from '@nestjs/common';
import { runInContext, uuidV7, type Uuid } from '@leadstream/kernel';
import { scopesOfRole } from '../access/access.rules.js';
import { ApiKeyService } from '../api-keys/api-key.service.js';
import { MemberService } from '../members/member.service.js';
import { TenantService } from '../tenants/tenant.service.js';

export interface BootstrapRequest {
  readonly tenant: string;
  /** Address of the first member. */
  readonly admin: string;
  readonly region: string;
}

export interface BootstrapResult {
  readonly tenantId: Uuid;
  readonly tenantName: string;
  /** False when a tenant of this name existed. */
  readonly tenantCreated: boolean;
  readonly adminId: Uuid;
  readonly apiKeyId: Uuid;
  /** Shown this once. */
  readonly apiKey: string;
}

/**
 * Lets a tenant begin: tenant, first admin, and a key with which everything else can be done. Repeated for the same name it
 * finds tenant and admin and issues a further key, since no key can be shown again.
 */
@Injectable()
export class BootstrapService {
  constructor(
    private readonly tenants: TenantService,
    private readonly members: MemberService,
    private readonly keys: ApiKeyService,
  ) {}

  async run({ tenant, admin, region }: BootstrapRequest): Promise<BootstrapResult> {
    const { tenantId, isNew } = await this.tenants.ensure(tenant, region);
    const context = {
      tenantId,
      actor: { kind: 'service', id: 'gateway.bootstrap' } as const,
      scopes: scopesOfRole('admin'),
      requestId: uuidV7.next(),
    };
    return runInContext(context, async () => {
      const { id: adminId } = await this.members.ensure({ email: admin, role: 'admin' });
      const { id: apiKeyId, key } = await this.keys.create({ name: 'Bootstrap', role: 'admin' });
      return { tenantId, tenantName: tenant, tenantCreated: isNew, adminId, apiKeyId, apiKey: key ?? '' };
    });
  }
}
