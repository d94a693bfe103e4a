import { Injectable } from '@nestjs/common';
import type { StatusChange } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import { prismaInTenant } from '@leadstream/persistence';
import { z } from 'zod';
import { currentTenantId } from '../current-tenant.js';
import { SlicePrisma } from '../prisma.js';

export interface StatusHistoryPage {
  readonly items: readonly StatusChange[];
  readonly nextCursor: string | null;
}

const position = z.strictObject({ before: z.uuid() });

/** Status changes of a lead; their ids grow with time. */
@Injectable()
export class StatusHistoryReadModel {
  constructor(private readonly prisma: SlicePrisma) {}

  async findPage(leadId: Uuid, { limit, cursor }: { limit: number; cursor?: string | undefined }): Promise<StatusHistoryPage> {
    const tenantId = currentTenantId();
    const before = cursor === undefined ? undefined : decodeCursor(position, cursor).before;
    const rows = await prismaInTenant(this.prisma, tenantId, ({ prisma }) =>
      prisma.leadStatusHistory.findMany({
        where: { tenantId, leadId, ...(before !== undefined && { changeId: { lt: before } }) },
        orderBy: { changeId: 'desc' },
        take: limit + 1,
      }),
    );
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    const items = page.map((row) => ({
      id: row.changeId,
      from: row.fromStatus,
      to: row.toStatus,
      changedAt: row.changedAt.toISOString(),
      secondsInStage: Number(row.secondsInStage),
      trigger: row.trigger as StatusChange['trigger'],
      importId: row.importId,
      recordedAt: row.recordedAt.toISOString(),
    }));
    return { items, nextCursor: last ? encodeCursor({ before: last.changeId }) : null };
  }
}
