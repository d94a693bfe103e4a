import { type ContactDecision, contactDecision } from '@leadstream/contracts';
import { prismaInTenant } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { SlicePrisma } from '../prisma.js';

/** Stored contact decisions. */
@Injectable()
export class DecisionReadModel {
  constructor(private readonly prisma: SlicePrisma) {}

  async findById(tenantId: string, id: string): Promise<ContactDecision | undefined> {
    const row = await prismaInTenant(this.prisma, tenantId, ({ prisma }) => prisma.decision.findFirst({ where: { tenantId, id } }));
    return row
      ? contactDecision.parse({ ...row, decidedAt: row.decidedAt.toISOString(), expiresAt: row.expiresAt.toISOString() })
      : undefined;
  }
}
