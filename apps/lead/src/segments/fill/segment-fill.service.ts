import { Inject, Injectable } from '@nestjs/common';
import { type Clock, DomainError, type Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { FilterContextService } from '../../facts/filter-context.service.js';
import type { FilterTree } from '../../filter/condition.js';
import { fieldRegistry } from '../../filter/fields/field-registry.rules.js';
import { dependsOnTime } from '../../filter/next-change.rules.js';
import { hasTurnSql } from '../../filter/sql/turn-sql.rules.js';
import { CustomFieldsService } from '../../custom-fields/store/custom-fields.service.js';
import type { LeadConfig } from '../../config.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { compileSegment } from '../membership/compile-segment.rules.js';
import { MembershipService, told } from '../membership/membership.service.js';
import { SegmentSet } from '../membership/segment-set.rules.js';
import { type FillingSegment, NO_LEAD, type SegmentRecord } from '../segment.js';
import type { LeadRange } from '../store/lead-range.rules.js';
import { SegmentTellingService } from '../store/segment-telling.service.js';
import { MemberRepository } from '../store/member.repository.js';
import { SegmentRepository } from '../store/segment.repository.js';
import { endOf, SegmentFillingRepository } from './segment-filling.repository.js';
import { SliceFailure } from './slice-failure.js';
import { sliceLeads, sliceRetry } from './slice.rules.js';

/** Leads at most that are looked at one by one in a transaction, where no statement tells when time will move them. */
const ONE_BY_ONE = 1_000;

/** Looks at all leads for segments that are new or have another filter. How far it came stands in the segment: any process goes on. */
@Injectable()
export class SegmentFillService {
  constructor(
    private readonly segments: SegmentRepository,
    private readonly fillings: SegmentFillingRepository,
    private readonly members: MemberRepository,
    private readonly memberships: MembershipService,
    private readonly customFields: CustomFieldsService,
    private readonly contexts: FilterContextService,
    private readonly telling: SegmentTellingService,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<LeadConfig, 'SEGMENT_FILL_LEADS' | 'SEGMENT_FILL_MEMBERS'>,
  ) {}

  /**
   * Looks at the next leads for the segment that waits longest.
   * @returns whether there was one
   * @throws SliceFailure, for {@link putOff} in a transaction of its own
   */
  async goOn(tx: Tx): Promise<boolean> {
    await this.segments.holdAlone(tx, tx.tenantId);
    const segment = await this.segments.findFilling(tx, tx.tenantId, this.clock.now());
    if (segment === undefined) return false;
    const leads = await this.leadsOf(tx, segment);
    try {
      await this.fillSlice(tx, segment, leads);
    } catch (error) {
      throw isOutage(error) ? error : new SliceFailure(segment, leads, error);
    }
    return true;
  }

  /** Lets other fillings of the tenant go first, and looks at fewer leads together next time if they took too long. */
  async putOff(tx: Tx, { segment, leads, cause }: SliceFailure): Promise<void> {
    const { fillLeads, retryAt } = sliceRetry(leads, isTimeout(cause), this.clock.now());
    await this.segments.saveRetry(tx, tx.tenantId, segment, fillLeads, retryAt);
  }

  /** How many leads are looked at together. */
  private async leadsOf(tx: Tx, { kind, filter, deletedAt, fillLeads }: FillingSegment): Promise<number> {
    if (deletedAt !== null || filter === null) return sliceLeads(this.config.SEGMENT_FILL_MEMBERS, 1, fillLeads);
    const most = this.config.SEGMENT_FILL_LEADS;
    if (isOneByOne({ kind, filter })) return sliceLeads(Math.min(most, ONE_BY_ONE), 1, fillLeads);
    return sliceLeads(most, await this.contexts.costOf(tx, filter), fillLeads);
  }

  private async fillSlice(tx: Tx, segment: FillingSegment, leads: number): Promise<void> {
    const { segmentId, filter, filledUpTo, deletedAt } = segment;
    await this.fillings.limitStatements(tx);
    if (deletedAt !== null || filter === null) {
      const left = await this.members.forget(tx, tx.tenantId, segmentId, leads);
      await this.segments.saveFilled(tx, tx.tenantId, segmentId, left === 0 ? null : filledUpTo);
      return;
    }
    const after = filledUpTo ?? NO_LEAD;
    const range = { after, upTo: await this.fillings.findEnd(tx, tx.tenantId, after, leads) };
    const upTo = isOneByOne(segment) ? await this.lookOneByOne(tx, segment, range) : await this.lookAtOnce(tx, segment, filter, range);
    await this.segments.saveFilled(tx, tx.tenantId, segmentId, upTo);
    if (upTo === null) await this.telling.tell(tx, { ...segment, status: 'ready' }, this.clock.now());
  }

  private async lookOneByOne(tx: Tx, segment: SegmentRecord, range: LeadRange): Promise<Uuid | null> {
    const leads = await this.fillings.findLeads(tx, tx.tenantId, range);
    const set = new SegmentSet([compileSegment(segment)]);
    await this.memberships.judge(tx, leads, () => set, { cause: 'filter' });
    return range.upTo;
  }

  /** @returns the last lead that was looked at; null when no other is left */
  private async lookAtOnce(tx: Tx, segment: SegmentRecord, filter: FilterTree, range: LeadRange): Promise<Uuid | null> {
    const registry = fieldRegistry(await this.customFields.find(tx));
    const scoreTenthsSql = await this.contexts.scoreSql(tx, filter, registry);
    const at = this.clock.now();
    const most = this.config.SEGMENT_FILL_MEMBERS;
    const question = { segmentId: segment.segmentId, filter, at, most, context: { registry, scoreTenthsSql } };
    // Whoever was put into a static segment stays, also when the merge that brought it is undone.
    const isStatic = segment.kind === 'static';
    const left = isStatic ? [] : await this.fillings.clear(tx, tx.tenantId, { ...question, range });
    const cleared = { ...range, upTo: endOf(left, most) ?? range.upTo };
    const asked = { ...question, range: cleared };
    const { entered, upTo } = isTimed(segment)
      ? await this.fillings.fillTimed(tx, tx.tenantId, asked)
      : await this.fillings.fill(tx, tx.tenantId, asked);
    const filled = { ...range, upTo: upTo ?? cleared.upTo };
    if (isStatic) await this.fillings.own(tx, tx.tenantId, { ...question, range: filled });
    const moves = [
      ...left.map((lead) => ({ lead, segment, isMember: false })),
      ...entered.map((lead) => ({ lead, segment, isMember: true })),
    ];
    await this.outbox.addAll(
      tx,
      moves.map((move) => told(move, at, { cause: 'filter' })),
    );
    return filled.upTo;
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'DATABASE.TIMEOUT';
}

/** Whether the slice has no part in it. */
function isOutage(error: unknown): boolean {
  return error instanceof DomainError && error.kind === 'unavailable' && !isTimeout(error);
}

type Judged = Pick<SegmentRecord, 'kind' | 'filter'>;

/** Whether time alone moves leads. */
function isTimed({ kind, filter }: Judged): boolean {
  return kind === 'dynamic' && filter !== null && dependsOnTime(filter);
}

/** Whether it has to be found out of each lead by itself when time will move it. */
function isOneByOne(segment: Judged): boolean {
  return isTimed(segment) && segment.filter !== null && !hasTurnSql(segment.filter);
}
