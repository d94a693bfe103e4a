import { Inject, Injectable } from '@nestjs/common';
import { type Tenant, tenantCreatedV1 } from '@leadstream/contracts';
import type { Clock, IdSource, Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { prismaInTenant, TenantDatabase } from '@leadstream/persistence';
import { ambientCaller } from '../ambient.js';
import { SlicePrisma } from '../prisma.js';
import { CLOCK, IDS } from '../tokens.js';
import { tenantErrors } from './tenant.errors.js';
import { TenantRepository } from './tenant.repository.js';

export interface Founding {
  readonly tenantId: Uuid;
  /** False when a tenant of this name existed. */
  readonly isNew: boolean;
}

@Injectable()
export class TenantService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly prisma: SlicePrisma,
    private readonly tenants: TenantRepository,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  async current(): Promise<Tenant> {
    const { tenantId } = ambientCaller();
    const tenant = await prismaInTenant(this.prisma, tenantId, ({ prisma }) => this.tenants.findById(prisma, tenantId));
    if (!tenant) throw tenantErrors.TENANT_NOT_FOUND();
    return tenant;
  }

  /** The tenant of this name, created when there is none; concurrent calls agree on one. */
  async ensure(name: string, region: string): Promise<Founding> {
    const known = await this.find(name);
    if (known !== undefined) return { tenantId: known, isNew: false };
    const tenantId = this.ids.next();
    if (await this.create(tenantId, name, region)) return { tenantId, isNew: true };
    const other = await this.find(name);
    if (other === undefined) throw tenantErrors.TENANT_NOT_FOUND();
    return { tenantId: other, isNew: false };
  }

  private find(name: string): Promise<Uuid | undefined> {
    return this.database.withoutTenant((tx) => this.tenants.findIdByName(tx, name));
  }

  /** @returns false when the name was taken meanwhile */
  private create(tenantId: Uuid, name: string, region: string): Promise<boolean> {
    const createdAt = this.clock.now();
    return prismaInTenant(this.prisma, tenantId, async ({ prisma, tx }) => {
      if (!(await this.tenants.create(prisma, tenantId, { name, region, createdAt }))) return false;
      await this.outbox.add(tx, tenantCreatedV1, {
        data: { tenantId, name, region, createdAt: createdAt.toISOString() },
        sequence: 1,
        time: createdAt,
      });
      return true;
    });
  }
}
