import { Inject, Injectable } from '@nestjs/common';
import type { leadMergedV1, leadRestoredV1, leadUnmergedV1 } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import { type EventOfAny, Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import type { LeadRecord } from '../../lead/lead.js';
import { CLOCK } from '../../tokens.js';
import { type MoveReason, told } from '../membership/membership.service.js';
import { MemberRepository } from '../store/member.repository.js';
import { SegmentRepository } from '../store/segment.repository.js';
import { InheritanceRepository, type ToldLead } from './inheritance.repository.js';

/** Whatever may change which leads went into a lead that is there. */
export type FamilyEvent = EventOfAny<typeof leadMergedV1 | typeof leadUnmergedV1 | typeof leadRestoredV1>;

/** A lead that went into another one has that one in its static segments, for as long as it is a part of it. */
@Injectable()
export class InheritanceService {
  constructor(
    private readonly segments: SegmentRepository,
    private readonly members: MemberRepository,
    private readonly inheritance: InheritanceRepository,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** State, not messages, decides: leads are looked at as they are merged now. */
  async follow(tx: Tx, events: readonly FamilyEvent[]): Promise<void> {
    const latest = events.at(-1);
    if (latest === undefined) return;
    await this.segments.hold(tx, tx.tenantId);
    const asked = new Map<Uuid, FamilyEvent>(events.flatMap((event) => leadsOf(event).map((leadId) => [leadId, event] as const)));
    const leads = await this.members.lockMeant(tx, tx.tenantId, [...asked.keys()]);
    // Of a survivor that went into a third lead itself, that one is looked at.
    const causedBy = new Map(leads.map(({ leadId }) => [leadId, asked.get(leadId) ?? latest]));
    await this.settle(tx, leads, { cause: 'event', causedBy });
  }

  /** Nobody comes back by a merge who was taken out: whoever went into a lead is taken out with it. @returns who was in */
  takeOut(tx: Tx, segmentId: Uuid, leadIds: readonly Uuid[]): Promise<ToldLead[]> {
    return this.inheritance.deleteFamilies(tx, tx.tenantId, segmentId, leadIds);
  }

  /** Whoever was put in stays when a merge is undone that had brought it. */
  async own(tx: Tx, segmentId: Uuid, leadIds: readonly Uuid[]): Promise<void> {
    await this.inheritance.own(tx, tx.tenantId, segmentId, leadIds);
  }

  /** @param leads locked; deleted ones are left as they are */
  async settle(tx: Tx, leads: readonly LeadRecord[], reason: MoveReason): Promise<void> {
    const living = new Map(leads.filter(({ deletedAt }) => deletedAt === null).map((lead) => [lead.leadId, lead]));
    if (living.size === 0) return;
    const now = this.clock.now();
    const moves = await this.inheritance.settle(tx, tx.tenantId, [...living.keys()], now);
    await this.outbox.addAll(
      tx,
      moves.flatMap(({ leadId, isMember, ...segment }) => {
        const lead = living.get(leadId);
        return lead ? [told({ lead, segment, isMember }, now, reason)] : [];
      }),
    );
  }
}

function leadsOf({ data }: FamilyEvent): Uuid[] {
  return 'survivorId' in data ? [data.leadId, data.survivorId] : [data.leadId];
}
