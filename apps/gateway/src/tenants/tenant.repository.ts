import { Injectable } from '@nestjs/common';
import type { Tenant } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { SystemTx } from '@leadstream/persistence';
import type { PrismaTx } from '../prisma.js';

export interface NewTenant {
  readonly name: string;
  readonly region: string;
  readonly createdAt: Date;
}

@Injectable()
export class TenantRepository {
  async findById(prisma: PrismaTx, tenantId: Uuid): Promise<Tenant | undefined> {
    const row = await prisma.tenant.findUnique({ where: { tenantId } });
    return row
      ? { id: row.tenantId, name: row.name, region: row.region, createdAt: row.createdAt.toISOString(), version: row.version }
      : undefined;
  }

  /** @returns false when the name is taken */
  async create(prisma: PrismaTx, tenantId: Uuid, tenant: NewTenant): Promise<boolean> {
    const { count } = await prisma.tenant.createMany({ data: [{ tenantId, ...tenant }], skipDuplicates: true });
    return count === 1;
  }

  /** Names are unique across tenants; asked by the bootstrap command alone. */
  async findIdByName(tx: SystemTx, name: string): Promise<Uuid | undefined> {
    const row = await tx.queryOne<{ id: Uuid | null }>('SELECT find_tenant($1) AS id', [name]);
    return row?.id ?? undefined;
  }
}
