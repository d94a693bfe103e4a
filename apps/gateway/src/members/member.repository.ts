import { Injectable } from '@nestjs/common';
import { type Member, memberRole, type MemberRole } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { Member as Row } from '../generated/prisma/client.js';
import type { PrismaTx } from '../prisma.js';

export interface NewMember {
  readonly id: Uuid;
  readonly email: string;
  readonly role: MemberRole;
  readonly addedAt: Date;
}

export interface MemberPage {
  readonly role: MemberRole | undefined;
  readonly before: Uuid | undefined;
  readonly limit: number;
}

@Injectable()
export class MemberRepository {
  /** Newest first; ids are UUIDv7, so their order is that of creation. */
  async findPage(prisma: PrismaTx, tenantId: Uuid, { role, before, limit }: MemberPage): Promise<Member[]> {
    const where = { tenantId, ...(role && { role }), ...(before && { id: { lt: before } }) };
    const rows = await prisma.member.findMany({ where, orderBy: { id: 'desc' }, take: limit });
    return rows.map(memberOf);
  }

  async findById(prisma: PrismaTx, tenantId: Uuid, id: Uuid): Promise<Member | undefined> {
    const row = await prisma.member.findUnique({ where: { tenantId_id: { tenantId, id } } });
    return row ? memberOf(row) : undefined;
  }

  async findByEmail(prisma: PrismaTx, tenantId: Uuid, email: string): Promise<Member | undefined> {
    const row = await prisma.member.findUnique({ where: { tenantId_email: { tenantId, email } } });
    return row ? memberOf(row) : undefined;
  }

  /** @returns false when the address is taken */
  async create(prisma: PrismaTx, tenantId: Uuid, member: NewMember): Promise<boolean> {
    const { count } = await prisma.member.createMany({ data: [{ tenantId, ...member }], skipDuplicates: true });
    return count === 1;
  }
}

function memberOf({ id, email, role, addedAt }: Row): Member {
  return { id, email, role: memberRole.parse(role), addedAt: addedAt.toISOString() };
}
