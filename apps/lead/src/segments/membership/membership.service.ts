import { Inject, Injectable } from '@nestjs/common';
import { type EventContract, type EventOf, segmentEnteredV1, segmentLeftV1 } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import { Outbox, type OutboxItem } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import type { LeadRecord } from '../../lead/lead.js';
import { CLOCK } from '../../tokens.js';
import type { MoveCause } from '../segment.js';
import { MemberRepository, type SegmentLook } from '../store/member.repository.js';
import { SegmentRepository } from '../store/segment.repository.js';
import { CompiledSegmentsService } from './compiled-segments.service.js';
import type { CompiledSegment } from './compiled-segment.js';
import { judgeLead } from './judge-lead.rules.js';
import { KnownLeadsService } from './known-leads.service.js';
import type { SegmentNews } from './segment-news.js';

/** Leads of one look at those that time may have moved. */
const BATCH = 500;

/** A lead that came into a segment or left it. */
interface Move {
  readonly lead: LeadRecord;
  readonly segment: Pick<CompiledSegment, 'segmentId' | 'version'>;
  readonly isMember: boolean;
}

/** Why leads moved; of events each lead's own. */
export interface MoveReason {
  readonly cause: MoveCause;
  readonly causedBy?: ReadonlyMap<Uuid, EventOf<EventContract>>;
}

/** Keeps who is in which segment up to date, and tells who came in and who left. */
@Injectable()
export class MembershipService {
  constructor(
    private readonly segments: SegmentRepository,
    private readonly compiled: CompiledSegmentsService,
    private readonly members: MemberRepository,
    private readonly knownLeads: KnownLeadsService,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Looks at leads that something changed about, for the segments that it may concern. */
  async judgeMoved(tx: Tx, news: readonly SegmentNews[]): Promise<void> {
    await this.segments.hold(tx, tx.tenantId);
    const { concerned } = await this.compiled.find(tx);
    const asked = new Map<Uuid, Set<CompiledSegment>>();
    const causedBy = new Map<Uuid, EventOf<EventContract>>();
    for (const { leadIds, touched, causedBy: event } of news) {
      const segments = concerned(touched);
      if (segments.length === 0) continue;
      for (const leadId of leadIds) {
        asked.set(leadId, new Set([...(asked.get(leadId) ?? []), ...segments]));
        causedBy.set(leadId, event);
      }
    }
    if (asked.size === 0) return;
    const leads = await this.members.lockMeant(tx, tx.tenantId, [...asked.keys()]);
    // Whoever was asked for under another id may be concerned by all that were.
    const all = [...new Set([...asked.values()].flatMap((segments) => [...segments]))];
    await this.judge(tx, leads, ({ leadId }) => [...(asked.get(leadId) ?? all)], { cause: 'event', causedBy });
  }

  /** Looks at leads that time may have moved. @returns at how many pairs of a lead and a segment */
  async judgeDue(tx: Tx): Promise<number> {
    await this.segments.hold(tx, tx.tenantId);
    const due = await this.members.findDue(tx, tx.tenantId, this.clock.now(), BATCH);
    if (due.length === 0) return 0;
    const { segments } = await this.compiled.find(tx);
    const leads = await this.members.lockMeant(tx, tx.tenantId, [...new Set(due.map(({ leadId }) => leadId))]);
    const asked = Map.groupBy(due, ({ leadId }) => leadId);
    const segmentsOf = ({ leadId }: LeadRecord) =>
      (asked.get(leadId) ?? []).map(({ segmentId }) => segments.get(segmentId)).filter((segment) => segment !== undefined);
    await this.judge(tx, leads, segmentsOf, { cause: 'time' });
    // Of segments that are gone nothing will be found any more.
    await this.members.saveLooks(
      tx,
      tx.tenantId,
      due.filter(({ segmentId }) => !segments.has(segmentId)).map((pair) => ({ ...pair, lookAt: null })),
    );
    return due.length;
  }

  /** @param leads locked, or nobody else judges them */
  async judge(
    tx: Tx,
    leads: readonly LeadRecord[],
    segmentsOf: (lead: LeadRecord) => readonly CompiledSegment[],
    reason: MoveReason,
  ): Promise<void> {
    const segments = [...new Set(leads.flatMap(segmentsOf))];
    if (segments.length === 0) return;
    const leadIds = leads.map(({ leadId }) => leadId);
    const idsOf = (some: readonly CompiledSegment[]) => some.map(({ segmentId }) => segmentId);
    const [{ now, known }, members, looks] = await Promise.all([
      this.knownLeads.gather(tx, leads, segments),
      this.members.find(tx, tx.tenantId, leadIds, idsOf(segments)),
      this.members.findLooks(tx, tx.tenantId, leadIds, idsOf(segments.filter(({ isTimed }) => isTimed))),
    ]);
    const wasMember = new Set(members.map(pairOf));
    const wasToLook = new Map(looks.map((look) => [pairOf(look), look.lookAt?.getTime()]));
    const moves: Move[] = [];
    const changedLooks: SegmentLook[] = [];
    for (const one of known) {
      for (const segment of segmentsOf(one.lead)) {
        const pair = { segmentId: segment.segmentId, leadId: one.lead.leadId };
        const { isMember, lookAt } = judgeLead(segment, one, now);
        if (isMember !== wasMember.has(pairOf(pair))) moves.push({ lead: one.lead, segment, isMember });
        if (segment.isTimed && wasToLook.get(pairOf(pair)) !== lookAt?.getTime()) changedLooks.push({ ...pair, lookAt });
      }
    }
    await Promise.all([this.move(tx, moves, now, reason), this.members.saveLooks(tx, tx.tenantId, changedLooks)]);
  }

  private async move(tx: Tx, moves: readonly Move[], now: Date, reason: MoveReason): Promise<void> {
    const pairsOf = (some: readonly Move[]) => some.map(({ lead, segment }) => ({ segmentId: segment.segmentId, leadId: lead.leadId }));
    await Promise.all([
      this.members.create(tx, tx.tenantId, pairsOf(moves.filter(({ isMember }) => isMember)), now),
      this.members.delete(tx, tx.tenantId, pairsOf(moves.filter(({ isMember }) => !isMember))),
      this.outbox.addAll(
        tx,
        moves.map((one) => told(one, now, reason)),
      ),
    ]);
  }
}

function pairOf({ segmentId, leadId }: { readonly segmentId: Uuid; readonly leadId: Uuid }): string {
  return `${segmentId} ${leadId}`;
}

/** A move as it is published. */
export function told(
  { lead, segment, isMember }: Omit<Move, 'lead'> & { readonly lead: Pick<LeadRecord, 'leadId' | 'version'> },
  now: Date,
  { cause, causedBy }: MoveReason,
): OutboxItem {
  const event = causedBy?.get(lead.leadId);
  const about = { leadId: lead.leadId, segmentId: segment.segmentId, segmentVersion: segment.version, cause };
  const at = now.toISOString();
  const item = { sequence: lead.version, time: now, ...(event && { causedBy: event }) };
  return isMember
    ? { ...item, contract: segmentEnteredV1, data: { ...about, enteredAt: at } }
    : { ...item, contract: segmentLeftV1, data: { ...about, leftAt: at } };
}
