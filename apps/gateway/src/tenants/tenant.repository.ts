import { Injectable } from '@nestjs/common';
import type { Tenant } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { SystemTx } from '@leadstream/persistence';
import type { PrismaTx } from '../prisma.js';

export type NewTenant = Omit<Tenant, 'createdAt' | 'version'> & { readonly createdAt: Date };

@Injectable()
export class TenantRepository {
  async findById(prisma: PrismaTx, tenantId: Uuid): Promise<Tenant | undefined> {
    const row = await prisma.tenant.findUnique({ where: { tenantId } });
    return row ? { id: row.tenantId, name: row.name, region: row.region, createdAt: row.createdAt.toISOString(), version: row.version } : undefined;
  }

  async create(prisma: PrismaTx, tenantId: Uuid, { name, region, createdAt }: NewTenant): Promise<void> {
    await prisma.tenant.create({ data: { tenantId, name, region, createdAt } });
  }

  /** Names are unique across tenants; asked by the bootstrap command alone. */
  async findIdByName(tx: SystemTx, name: string): Promise<Uuid | undefined> {
    const row = await tx.queryOne<{ id: Uuid | null }>('SELECT find_tenant($1) AS id', [name]);
    return row?.id ?? undefined;
  }
}
