import { Injectable } from '@nestjs/common';
import type { LeadAuditEntry, ListLeadAuditQuery } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import { prismaInTenant } from '@leadstream/persistence';
import { z } from 'zod';
import { currentTenantId } from '../current-tenant.js';
import { SlicePrisma } from '../prisma.js';

export interface AuditPage {
  readonly items: readonly LeadAuditEntry[];
  readonly nextCursor: string | null;
}

const position = z.strictObject({ before: z.uuid() });

/** What was changed in a lead, by whom; ids grow with time. */
@Injectable()
export class AuditReadModel {
  constructor(private readonly prisma: SlicePrisma) {}

  async findPage(
    leadId: Uuid,
    { limit, cursor, field, actorId, 'recordedAt.gte': since, 'recordedAt.lt': until }: ListLeadAuditQuery,
  ): Promise<AuditPage> {
    const tenantId = currentTenantId();
    const before = cursor === undefined ? undefined : decodeCursor(position, cursor).before;
    const rows = await prismaInTenant(this.prisma, tenantId, ({ prisma }) =>
      prisma.leadAudit.findMany({
        where: {
          tenantId,
          leadId,
          ...(before !== undefined && { auditId: { lt: before } }),
          ...(actorId !== undefined && { actorId }),
          ...(field !== undefined && { changes: { array_contains: [{ field }] } }),
          recordedAt: {
            ...(since !== undefined && { gte: since }),
            ...(until !== undefined && { lt: until }),
          },
        },
        orderBy: { auditId: 'desc' },
        take: limit + 1,
      }),
    );
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return { items: page.map(fromPrisma), nextCursor: last ? encodeCursor({ before: last.auditId }) : null };
  }
}

type PrismaAudit = Awaited<ReturnType<SlicePrisma['leadAudit']['findFirstOrThrow']>>;

function fromPrisma({
  auditId,
  action,
  version,
  changes,
  actorKind,
  actorId,
  clientIp,
  requestId,
  importId,
  recordedAt,
}: PrismaAudit): LeadAuditEntry {
  return {
    id: auditId,
    action: action as LeadAuditEntry['action'],
    version,
    changes: changes as LeadAuditEntry['changes'],
    actor: { kind: actorKind, id: actorId },
    clientIp,
    requestId,
    importId,
    recordedAt: recordedAt.toISOString(),
  };
}
