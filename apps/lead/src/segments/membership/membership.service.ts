import { Inject, Injectable } from '@nestjs/common';
import { type EventContract, type EventOf, segmentEnteredV1, segmentLeftV1 } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import { Outbox, type OutboxItem } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { ReferenceReadModel } from '../../custom-fields/store/reference.read-model.js';
import type { LeadRecord } from '../../lead/lead.js';
import { CLOCK } from '../../tokens.js';
import type { MoveCause } from '../segment.js';
import { MemberRepository, type Membership, type LeadLook } from '../store/member.repository.js';
import { SegmentRepository } from '../store/segment.repository.js';
import { CompiledSegmentsService } from './compiled-segments.service.js';
import type { CompiledSegment, Touched } from './compiled-segment.js';
import { KnownLeadsService } from './known-leads.service.js';
import type { SegmentNews } from './segment-news.js';
import { SegmentSet } from './segment-set.rules.js';

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
    private readonly references: ReferenceReadModel,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Looks at leads that something changed about, for the segments that it may concern. */
  async judgeMoved(tx: Tx, news: readonly SegmentNews[]): Promise<void> {
    await this.segments.hold(tx, tx.tenantId);
    const { concerned } = await this.compiled.find(tx);
    const asked = new Map<Uuid, Touched>();
    const causedBy = new Map<Uuid, EventOf<EventContract>>();
    for (const { leadIds, touched, causedBy: event } of [...news, ...(await this.referring(tx, news, concerned('all').segments))]) {
      if (concerned(touched).segments.length === 0) continue;
      for (const leadId of leadIds) {
        asked.set(leadId, together(asked.get(leadId), touched));
        causedBy.set(leadId, event);
      }
    }
    if (asked.size === 0) return;
    const leads = await this.members.lockMeant(tx, tx.tenantId, [...asked.keys()]);
    // Whoever was asked for under another id may be concerned by all that were.
    const all = concerned([...asked.values()].reduce(together));
    const setOf = (leadId: Uuid): SegmentSet => {
      const touched = asked.get(leadId);
      return touched === undefined ? all : concerned(touched);
    };
    await this.judge(tx, leads, ({ leadId }) => setOf(leadId), { cause: 'event', causedBy });
  }

  /** Of leads that name one that was merged: what the filters ask of them is asked of the family. */
  private async referring(tx: Tx, news: readonly SegmentNews[], segments: readonly CompiledSegment[]): Promise<SegmentNews[]> {
    const merges = news.filter(({ isOfMerge }) => isOfMerge);
    const latest = merges.at(-1);
    const fieldIds = [...new Set(segments.flatMap(({ references }) => references))];
    if (latest === undefined || fieldIds.length === 0) return [];
    const merged = merges.flatMap(({ leadIds }) => leadIds);
    const families = await this.references.findFamilies(tx, tx.tenantId, merged);
    const named = [...new Set([...merged, ...[...families.values()].flat()])];
    const leadIds = await this.references.findReferring(tx, tx.tenantId, fieldIds, named);
    return [{ leadIds, touched: new Set(['customFields']), causedBy: latest.causedBy }];
  }

  /** Looks at leads that time may have moved. @returns at how many */
  async judgeDue(tx: Tx): Promise<number> {
    await this.segments.hold(tx, tx.tenantId);
    const due = await this.members.findDue(tx, tx.tenantId, this.clock.now(), BATCH);
    if (due.length === 0) return 0;
    const { timed } = await this.compiled.find(tx);
    const leads = await this.members.lockMeant(tx, tx.tenantId, due);
    await this.judge(tx, leads, () => timed, { cause: 'time' });
    return due.length;
  }

  /** @param leads locked, or nobody else judges them; by cause `time`, the set is of all segments in which time plays a part */
  async judge(tx: Tx, leads: readonly LeadRecord[], setOf: (lead: LeadRecord) => SegmentSet, reason: MoveReason): Promise<void> {
    const sets = new Map(leads.map((lead) => [lead.leadId, setOf(lead)]));
    const segments = [...new Set([...new Set(sets.values())].flatMap((set) => set.segments))];
    const leadIds = leads.map(({ leadId }) => leadId);
    const [{ now, known }, members] = await Promise.all([
      this.knownLeads.gather(tx, leads, segments),
      this.members.find(
        tx,
        tx.tenantId,
        leadIds,
        segments.map(({ segmentId }) => segmentId),
      ),
    ]);
    const wasIn = Map.groupBy(members, ({ leadId }) => leadId);
    const moves: Move[] = [];
    const looks: LeadLook[] = [];
    for (const one of known) {
      const { leadId } = one.lead;
      const set = sets.get(leadId) as SegmentSet;
      moves.push(...movesOf(one.lead, set, set.holding(one.reading), wasIn.get(leadId) ?? []));
      looks.push({ leadId, lookAt: set.nextLook(one) });
    }
    await Promise.all([
      this.move(tx, moves, now, reason),
      this.members.deleteLooks(
        tx,
        tx.tenantId,
        leads.filter(({ deletedAt }) => deletedAt !== null).map(({ leadId }) => leadId),
      ),
      reason.cause === 'time' ? this.members.saveNext(tx, tx.tenantId, looks, now) : this.members.saveEarlier(tx, tx.tenantId, looks),
    ]);
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

/** What either touches. */
function together(one: Touched | undefined, other: Touched): Touched {
  if (one === undefined || one === other) return other;
  return one === 'all' || other === 'all' ? 'all' : new Set([...one, ...other]);
}

/** From where the lead was to where it is, of the segments of the set. */
function movesOf(lead: LeadRecord, set: SegmentSet, holding: readonly CompiledSegment[], was: readonly Membership[]): Move[] {
  if (was.length === 0) return holding.map((segment) => ({ lead, segment, isMember: true }));
  const before = new Set(was.map(({ segmentId }) => segmentId));
  const after = new Set(holding);
  const left = [...before].map((segmentId) => set.find(segmentId)).filter((segment) => segment !== undefined && !after.has(segment));
  return [
    ...left.map((segment) => ({ lead, segment: segment as CompiledSegment, isMember: false })),
    ...holding.filter(({ segmentId }) => !before.has(segmentId)).map((segment) => ({ lead, segment, isMember: true })),
  ];
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
