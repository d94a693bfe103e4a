import { Inject, Injectable } from '@nestjs/common';
import type { ChangeSegmentMembers, Segment, SegmentMember, SegmentMembersChange } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Clock, Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { z } from 'zod';
import { CustomFieldsService } from '../../custom-fields/store/custom-fields.service.js';
import { LeadEditService } from '../../lead-store/lead-edit.service.js';
import { presentLead } from '../../lead/present-lead.rules.js';
import { CLOCK } from '../../tokens.js';
import { told } from '../membership/membership.service.js';
import { segmentErrors } from '../segment.errors.js';
import { NO_LEAD } from '../segment.js';
import { mayChange, maySee } from '../segment.rules.js';
import { MemberRepository } from '../store/member.repository.js';
import { SegmentAccessService } from '../store/segment-access.service.js';
import { SegmentRepository } from '../store/segment.repository.js';

const position = z.strictObject({ after: z.uuid() });

export interface MemberPage {
  readonly items: readonly SegmentMember[];
  readonly nextCursor: string | null;
}

/** Who is in a segment, and who is put there by hand. */
@Injectable()
export class SegmentMemberService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly access: SegmentAccessService,
    private readonly segments: SegmentRepository,
    private readonly members: MemberRepository,
    private readonly leads: LeadEditService,
    private readonly customFields: CustomFieldsService,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `LEAD.SEGMENT_NOT_FOUND` */
  list(segmentId: Uuid, { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }): Promise<MemberPage> {
    const after = cursor === undefined ? NO_LEAD : decodeCursor(position, cursor).after;
    return this.database.read(async (tx) => {
      await this.access.find(tx, segmentId);
      const [found, keys] = await Promise.all([
        this.members.findPage(tx, tx.tenantId, segmentId, after, limit + 1),
        this.customFields.find(tx),
      ]);
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      return {
        items: page.map(({ enteredAt, ...lead }) => ({ enteredAt: enteredAt.toISOString(), lead: presentLead(lead, keys) })),
        nextCursor: last ? encodeCursor({ after: last.leadId }) : null,
      };
    });
  }

  /** @throws DomainError `LEAD.NOT_FOUND` */
  segmentsOf(leadId: Uuid): Promise<Segment[]> {
    const caller = this.access.caller();
    return this.database.read(async (tx) => {
      const [, found] = await Promise.all([this.leads.find(tx, leadId), this.segments.findOfLead(tx, tx.tenantId, leadId)]);
      return this.access.present(
        tx,
        found.filter((segment) => maySee(segment, caller)),
      );
    });
  }

  /** @throws DomainError `LEAD.SEGMENT_NOT_FOUND`, `LEAD.SEGMENT_NOT_YOURS`, `LEAD.SEGMENT_DYNAMIC` */
  change(segmentId: Uuid, { add, remove }: ChangeSegmentMembers): Promise<SegmentMembersChange> {
    return this.database.write(async (tx) => {
      await this.segments.holdAlone(tx, tx.tenantId);
      const segment = await this.access.find(tx, segmentId);
      if (!mayChange(segment, this.access.caller())) throw segmentErrors.SEGMENT_NOT_YOURS();
      if (segment.kind === 'dynamic') throw segmentErrors.SEGMENT_DYNAMIC();
      return this.write(tx, segment, add, remove);
    });
  }

  private async write(
    tx: Tx,
    segment: { readonly segmentId: Uuid; readonly version: number },
    add: readonly Uuid[],
    remove: readonly Uuid[],
  ): Promise<SegmentMembersChange> {
    const { segmentId } = segment;
    const now = this.clock.now();
    const leads = await this.members.lockMeant(tx, tx.tenantId, [...add, ...remove]);
    const present = new Set((await this.members.find(tx, tx.tenantId, [...add, ...remove], [segmentId])).map(({ leadId }) => leadId));
    const living = new Map(leads.filter(({ deletedAt }) => deletedAt === null).map((lead) => [lead.leadId, lead]));
    const known = new Map(leads.map((lead) => [lead.leadId, lead]));
    const wanted = [...new Set(add)];
    const added = wanted.flatMap((leadId) => (present.has(leadId) ? [] : (living.get(leadId) ?? [])));
    const removed = [...new Set(remove)].flatMap((leadId) => (present.has(leadId) ? (known.get(leadId) ?? []) : []));
    const pairs = (some: readonly { readonly leadId: Uuid }[]) => some.map(({ leadId }) => ({ segmentId, leadId }));
    const moves = [
      ...removed.map((lead) => ({ lead, segment, isMember: false })),
      ...added.map((lead) => ({ lead, segment, isMember: true })),
    ];
    await this.members.delete(tx, tx.tenantId, pairs(removed));
    await this.members.create(tx, tx.tenantId, pairs(added), now);
    await this.outbox.addAll(
      tx,
      moves.map((move) => told(move, now, { cause: 'manual' })),
    );
    return { added: added.length, removed: removed.length, missing: wanted.filter((leadId) => !living.has(leadId)) };
  }
}
