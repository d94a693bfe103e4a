import { Injectable } from '@nestjs/common';
import type { Tenant } from '@leadstream/contracts';
import { prismaInTenant } from '@leadstream/persistence';
import { ambientCaller } from '../ambient.js';
import { SlicePrisma } from '../prisma.js';
import { tenantErrors } from './tenant.errors.js';
import { TenantRepository } from './tenant.repository.js';

@Injectable()
export class TenantService {
  constructor(
    private readonly prisma: SlicePrisma,
    private readonly tenants: TenantRepository,
  ) {}

  async current(): Promise<Tenant> {
    const { tenantId } = ambientCaller();
    const tenant = await prismaInTenant(this.prisma, tenantId, ({ prisma }) => this.tenants.findById(prisma, tenantId));
    if (!tenant) throw tenantErrors.TENANT_NOT_FOUND();
    return tenant;
  }
}
