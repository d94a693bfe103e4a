import { Injectable } from '@nestjs/common';
import type { LeadSettingsChange } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import { prismaInTenant } from '@leadstream/persistence';
import { z } from 'zod';
import { currentTenantId } from '../current-tenant.js';
import { SlicePrisma } from '../prisma.js';

const position = z.strictObject({ before: z.int() });

export interface SettingsHistoryPage {
  readonly items: readonly LeadSettingsChange[];
  readonly nextCursor: string | null;
}

/** What was changed in the settings, by whom. */
@Injectable()
export class SettingsHistoryReadModel {
  constructor(private readonly prisma: SlicePrisma) {}

  async findPage({ limit, cursor }: { limit: number; cursor?: string | undefined }): Promise<SettingsHistoryPage> {
    const tenantId = currentTenantId();
    const before = cursor === undefined ? undefined : decodeCursor(position, cursor).before;
    const rows = await prismaInTenant(this.prisma, tenantId, ({ prisma }) =>
      prisma.settingsAudit.findMany({
        where: { tenantId, ...(before !== undefined && { version: { lt: before } }) },
        orderBy: { version: 'desc' },
        take: limit + 1,
      }),
    );
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    const items = page.map(({ version, changes, actorKind, actorId, requestId, recordedAt }) => ({
      version,
      changes: changes as LeadSettingsChange['changes'],
      actor: { kind: actorKind, id: actorId },
      requestId,
      recordedAt: recordedAt.toISOString(),
    }));
    return { items, nextCursor: last ? encodeCursor({ before: last.version }) : null };
  }
}
