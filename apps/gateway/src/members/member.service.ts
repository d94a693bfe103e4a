import { Inject, Injectable } from '@nestjs/common';
import { type AddMemberBody, type ListMembersQuery, type Member, memberAddedV1 } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Clock, IdSource, Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { prismaInTenant, type PrismaSession, prismaWrite } from '@leadstream/persistence';
import { z } from 'zod';
import { accessErrors } from '../access/access.errors.js';
import { exceeding, scopesOfRole } from '../access/access.rules.js';
import { ambientCaller } from '../ambient.js';
import { type PrismaTx, SlicePrisma } from '../prisma.js';
import { CLOCK, IDS } from '../tokens.js';
import { memberErrors } from './member.errors.js';
import { MemberRepository } from './member.repository.js';

const position = z.strictObject({ id: z.uuid() });

@Injectable()
export class MemberService {
  constructor(
    private readonly prisma: SlicePrisma,
    private readonly members: MemberRepository,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  async list({ role, limit, cursor }: ListMembersQuery): Promise<{ items: Member[]; nextCursor: string | null }> {
    const { tenantId } = ambientCaller();
    const before = cursor === undefined ? undefined : decodeCursor(position, cursor).id;
    const found = await prismaInTenant(this.prisma, tenantId, ({ prisma }) =>
      this.members.findPage(prisma, tenantId, { role, before, limit: limit + 1 }),
    );
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: found.length > limit && last ? encodeCursor({ id: last.id }) : null };
  }

  async get(id: Uuid): Promise<Member> {
    const { tenantId } = ambientCaller();
    const member = await prismaInTenant(this.prisma, tenantId, ({ prisma }) => this.members.findById(prisma, tenantId, id));
    if (!member) throw memberErrors.MEMBER_NOT_FOUND();
    return member;
  }

  async add({ email, role }: AddMemberBody): Promise<Member> {
    const missing = exceeding(scopesOfRole(role), ambientCaller().scopes);
    if (missing.length > 0) throw accessErrors.SCOPE_EXCEEDED({ detail: `Missing: ${missing.join(', ')}.` });
    return prismaWrite(this.prisma, async (session) => {
      const added = await this.insert(session, { email, role });
      if (added) return added;
      const existing = await this.members.findByEmail(session.prisma, session.tx.tenantId, email);
      throw memberErrors.DUPLICATE_MEMBER({
        errors: [{ path: 'email', code: 'duplicate', message: 'is a member already' }],
        extra: { existingId: existing?.id },
      });
    });
  }

  /** The member with this address, added when there is none; an existing one keeps its role. */
  async ensure(wanted: AddMemberBody): Promise<Member> {
    return prismaWrite(this.prisma, async (session) => {
      const member =
        (await this.insert(session, wanted)) ?? (await this.members.findByEmail(session.prisma, session.tx.tenantId, wanted.email));
      if (!member) throw memberErrors.MEMBER_NOT_FOUND();
      return member;
    });
  }

  /** @returns undefined when the address is taken */
  private async insert({ prisma, tx }: PrismaSession<PrismaTx>, { email, role }: AddMemberBody): Promise<Member | undefined> {
    const addedAt = this.clock.now();
    const member = { id: this.ids.next(), email, role, addedAt };
    if (!(await this.members.create(prisma, tx.tenantId, member))) return undefined;
    const added: Member = { ...member, addedAt: addedAt.toISOString() };
    await this.outbox.add(tx, memberAddedV1, {
      data: { memberId: added.id, email, role, addedAt: added.addedAt },
      sequence: 1,
      time: addedAt,
    });
    return added;
  }
}
