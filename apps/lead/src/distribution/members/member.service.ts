import { Inject, Injectable } from '@nestjs/common';
import type { DistributionMember, DistributionProfile } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { z } from 'zod';
import { endsOf } from '../../lead/vocabulary.rules.js';
import { HeldSettingsService } from '../../settings/store/held-settings.service.js';
import { CLOCK } from '../../tokens.js';
import type { DistributionMemberRecord } from '../decision/candidate.js';
import { distributionErrors } from '../distribution.errors.js';
import { DistributionJournalService } from '../journal/distribution-journal.service.js';
import { acceptProfile } from './accept-profile.rules.js';
import { addressHash } from './member-address.rules.js';
import { LoadReadModel } from './load.read-model.js';
import { MemberRepository } from './member.repository.js';

const position = z.strictObject({ after: z.uuid() });
const FIRST = '00000000-0000-0000-0000-000000000000';

/** A member as the gateway tells of one; of one who was erased there is no address. */
interface AddedMember {
  readonly memberId: Uuid;
  readonly role: string;
  readonly email?: string | null;
}

export interface MemberPage {
  readonly items: readonly DistributionMember[];
  readonly nextCursor: string | null;
}

/** Members of the tenant, and which leads they may get. */
@Injectable()
export class MemberService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly members: MemberRepository,
    private readonly loads: LoadReadModel,
    private readonly settings: HeldSettingsService,
    private readonly journal: DistributionJournalService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Takes in that a member was added. @returns whether that was news */
  add(tx: Tx, { memberId, role, email }: AddedMember, addedAt: Date): Promise<boolean> {
    const address = email ? addressHash(tx.tenantId, email) : null;
    return this.members.create(tx, tx.tenantId, memberId, role, address, addedAt);
  }

  /** @throws DomainError `LEAD.MEMBER_UNKNOWN` */
  async demand(tx: Tx, memberId: Uuid): Promise<DistributionMemberRecord> {
    const [member] = await this.members.findMany(tx, tx.tenantId, [memberId]);
    if (!member) throw distributionErrors.MEMBER_UNKNOWN();
    return member;
  }

  /** The zone of the member's profile; null where none is said, or the member is not known. */
  async timeZoneOf(tx: Tx, memberId: Uuid): Promise<string | null> {
    const [member] = await this.members.findMany(tx, tx.tenantId, [memberId]);
    return member?.profile.timeZone ?? null;
  }

  /** Of the given ones those that the tenant does not have. */
  async unknownOf(tx: Tx, memberIds: readonly Uuid[]): Promise<Set<Uuid>> {
    const known = new Set((await this.members.findMany(tx, tx.tenantId, memberIds)).map(({ memberId }) => memberId));
    return new Set(memberIds.filter((memberId) => !known.has(memberId)));
  }

  list({ limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }): Promise<MemberPage> {
    const after = cursor === undefined ? FIRST : decodeCursor(position, cursor).after;
    return this.database.read(async (tx) => {
      const found = await this.members.findPage(tx, tx.tenantId, after, limit + 1);
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      return { items: await this.present(tx, page), nextCursor: last ? encodeCursor({ after: last.memberId }) : null };
    });
  }

  /** @throws DomainError `LEAD.MEMBER_UNKNOWN` */
  read(memberId: Uuid): Promise<DistributionMember> {
    return this.database.read(async (tx) => {
      const [member] = await this.present(tx, [await this.demand(tx, memberId)]);
      return member as DistributionMember;
    });
  }

  /**
   * @param version that the caller believes to be the present one; whatever it is when left out
   * @throws DomainError `LEAD.MEMBER_UNKNOWN`, `LEAD.MEMBER_STALE` with `currentVersion`, `LEAD.DISTRIBUTION_INVALID`
   */
  replace(memberId: Uuid, version: number | undefined, stated: DistributionProfile): Promise<DistributionMember> {
    const accepted = acceptProfile(stated);
    return this.database.write(async (tx) => {
      await this.journal.hold(tx);
      const before = await this.demand(tx, memberId);
      if (version !== undefined && before.version !== version)
        throw distributionErrors.MEMBER_STALE({ extra: { currentVersion: before.version } });
      if ('errors' in accepted) throw distributionErrors.DISTRIBUTION_INVALID({ errors: accepted.errors });
      const { profile } = accepted;
      const updatedAt = this.clock.now();
      const after = { ...before, version: before.version + 1, profile, updatedAt };
      await this.members.update(tx, tx.tenantId, after);
      const change = { subject: 'member', subjectId: memberId, action: 'updated', version: after.version, state: profile } as const;
      await this.journal.record(tx, { ...change, at: updatedAt });
      const [member] = await this.present(tx, [after]);
      return member as DistributionMember;
    });
  }

  private async present(tx: Tx, members: readonly DistributionMemberRecord[]): Promise<DistributionMember[]> {
    const memberIds = members.map(({ memberId }) => memberId);
    const open = await this.loads.countOpen(tx, tx.tenantId, memberIds, endsOf(await this.settings.find(tx)));
    return members.map(({ memberId: id, updatedAt, ...member }) => {
      return { id, ...member, openLeads: open.get(id) ?? 0, updatedAt: updatedAt.toISOString() };
    });
  }
}
