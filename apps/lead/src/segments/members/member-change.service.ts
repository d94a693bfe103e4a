import { Inject, Injectable } from '@nestjs/common';
import type { ChangeSegmentMembers, SegmentMembersChange } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { CLOCK } from '../../tokens.js';
import { told } from '../membership/membership.service.js';
import { segmentErrors } from '../segment.errors.js';
import type { SegmentRecord } from '../segment.js';
import { mayChange } from '../segment.rules.js';
import { MemberRepository } from '../store/member.repository.js';
import { SegmentAccessService } from '../store/segment-access.service.js';
import { SegmentRepository } from '../store/segment.repository.js';
import { InheritanceService } from './inheritance.service.js';

/** Puts leads into static segments and takes them out, by hand. */
@Injectable()
export class MemberChangeService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly access: SegmentAccessService,
    private readonly segments: SegmentRepository,
    private readonly members: MemberRepository,
    private readonly inheritance: InheritanceService,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `LEAD.SEGMENT_NOT_FOUND`, `LEAD.SEGMENT_NOT_YOURS`, `LEAD.SEGMENT_DYNAMIC` */
  change(segmentId: Uuid, stated: ChangeSegmentMembers): Promise<SegmentMembersChange> {
    return this.database.write(async (tx) => {
      await this.segments.holdAlone(tx, tx.tenantId);
      const segment = await this.access.find(tx, segmentId);
      if (!mayChange(segment, this.access.caller())) throw segmentErrors.SEGMENT_NOT_YOURS();
      if (segment.kind === 'dynamic') throw segmentErrors.SEGMENT_DYNAMIC();
      return this.write(tx, segment, stated);
    });
  }

  private async write(
    tx: Tx,
    segment: Pick<SegmentRecord, 'segmentId' | 'version'>,
    { add, remove }: ChangeSegmentMembers,
  ): Promise<SegmentMembersChange> {
    const { segmentId } = segment;
    const now = this.clock.now();
    const leads = await this.members.lockMeant(tx, tx.tenantId, [...add, ...remove]);
    const present = new Set((await this.members.find(tx, tx.tenantId, add, [segmentId])).map(({ leadId }) => leadId));
    const living = new Map(leads.filter(({ deletedAt }) => deletedAt === null).map((lead) => [lead.leadId, lead]));
    const asked = [...new Set(add)];
    const wanted = asked.flatMap((leadId) => living.get(leadId) ?? []);
    const added = wanted.filter(({ leadId }) => !present.has(leadId));
    const gone = await this.inheritance.takeOut(tx, segmentId, remove);
    const pairs = added.map(({ leadId }) => ({ segmentId, leadId }));
    await this.members.create(tx, tx.tenantId, pairs, now);
    await this.inheritance.own(
      tx,
      segmentId,
      wanted.map(({ leadId }) => leadId),
    );
    const moves = [
      ...gone.map((lead) => ({ lead, segment, isMember: false })),
      ...added.map((lead) => ({ lead, segment, isMember: true })),
    ];
    await this.outbox.addAll(
      tx,
      moves.map((move) => told(move, now, { cause: 'manual' })),
    );
    await this.inheritance.settle(tx, leads, { cause: 'manual' });
    const removed = gone.filter(({ leadId }) => remove.includes(leadId)).length;
    return { added: added.length, removed, missing: asked.filter((leadId) => !living.has(leadId)) };
  }
}
