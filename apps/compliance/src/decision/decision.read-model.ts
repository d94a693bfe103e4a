import { type ContactDecision, contactDecision } from '@leadstream/contracts';
import { prismaInTenant, type Tx, uuidArray } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { SlicePrisma } from '../prisma.js';
import type { AllowedContact } from './facts/counted-contacts.js';

/** What was asked about a later instant allows nobody anything. */
const allowed = {
  name: 'decision_allowed',
  text: `SELECT lead_id AS "leadId", channel, purpose, decided_at AS at FROM decision
          WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) AND decided_at > $3 AND outcome = 'allow'
            AND (judged_at IS NULL OR judged_at = decided_at)
          ORDER BY decided_at`,
};

/** Stored contact decisions. */
@Injectable()
export class DecisionReadModel {
  constructor(private readonly prisma: SlicePrisma) {}

  async findById(tenantId: string, id: string): Promise<ContactDecision | undefined> {
    const row = await prismaInTenant(this.prisma, tenantId, ({ prisma }) => prisma.decision.findFirst({ where: { tenantId, id } }));
    return row ? fromPrisma(row) : undefined;
  }

  /** Contacts with some leads that were allowed after an instant, in their order. */
  findAllowed(tx: Tx, tenantId: string, leadIds: readonly string[], after: Date): Promise<AllowedContact[]> {
    return tx.query<AllowedContact>(allowed, [tenantId, uuidArray(leadIds), after]);
  }
}

type PrismaDecision = Awaited<ReturnType<SlicePrisma['decision']['findFirstOrThrow']>>;

function fromPrisma({ decidedAt, expiresAt, judgedAt, laterAt, signature, ...row }: PrismaDecision): ContactDecision {
  return contactDecision.parse({
    ...row,
    decidedAt: decidedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    at: judgedAt?.toISOString(),
    laterAt: laterAt?.toISOString(),
    signature: signature ?? undefined,
  });
}
