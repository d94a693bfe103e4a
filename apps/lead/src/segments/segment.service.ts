import { Inject, Injectable } from '@nestjs/common';
import type { CreateSegment, PatchSegment, Segment } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Clock, FieldProblem, IdSource, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { z } from 'zod';
import { CLOCK, IDS } from '../tokens.js';
import { SegmentWorker } from './fill/segment-worker.service.js';
import { SegmentAccessService } from './store/segment-access.service.js';
import { segmentErrors } from './segment.errors.js';
import { MAX_SEGMENTS, type SegmentRecord, type SegmentStep } from './segment.js';
import { acceptFilter, acceptName, changedStep, createdStep, deletedStep, mayChange, restoredStep } from './segment.rules.js';
import { type SegmentHistoryPage, SegmentHistoryReadModel } from './store/segment-history.read-model.js';
import { SegmentRepository } from './store/segment.repository.js';
import { SegmentTellingService } from './store/segment-telling.service.js';
import { MemberRepository } from './store/member.repository.js';

const position = z.strictObject({ before: z.uuid() });
const LAST_ID: Uuid = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

interface ListQuery extends PageQuery {
  readonly deleted: 'true' | 'false';
}

interface PageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Named choices of leads. */
@Injectable()
export class SegmentService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly access: SegmentAccessService,
    private readonly segments: SegmentRepository,
    private readonly members: MemberRepository,
    private readonly histories: SegmentHistoryReadModel,
    private readonly telling: SegmentTellingService,
    private readonly worker: SegmentWorker,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @throws DomainError `LEAD.SEGMENT_INVALID`, `LEAD.SEGMENT_LIMIT` */
  create({ name, kind, visibility, filter }: CreateSegment): Promise<Segment> {
    const { actor } = this.access.caller();
    return this.waking(async (tx) => {
      await this.segments.holdAlone(tx, tx.tenantId);
      const problems: FieldProblem[] = [];
      const accepted = acceptName(name, problems);
      if (filter === undefined && kind === 'dynamic')
        problems.push({ path: 'filter', code: 'filter.missing', message: 'A dynamic segment needs one.' });
      const read = filter === undefined ? undefined : acceptFilter(await this.access.registry(tx), filter, problems);
      if (problems.length > 0) throw segmentErrors.SEGMENT_INVALID({ errors: problems });
      await this.demandRoom(tx);
      const made = { segmentId: this.ids.next(), name: accepted, kind, visibility, stated: null, filter: null, ...read };
      const step = createdStep({ ...made, makerKind: actor.kind, makerId: actor.id, createdAt: this.clock.now() });
      await this.segments.create(tx, tx.tenantId, step);
      return this.tellOf(tx, step);
    });
  }

  /** Newest first. */
  list({ limit, cursor, deleted }: ListQuery): Promise<{ readonly items: readonly Segment[]; readonly nextCursor: string | null }> {
    const before = cursor === undefined ? LAST_ID : decodeCursor(position, cursor).before;
    const { actor } = this.access.caller();
    return this.database.read(async (tx) => {
      const asked = { before, most: limit + 1, isDeleted: deleted === 'true' };
      const found = await this.segments.findSeenBy(tx, tx.tenantId, actor, asked);
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      return { items: await this.access.present(tx, page), nextCursor: last ? encodeCursor({ before: last.segmentId }) : null };
    });
  }

  /** @throws DomainError `LEAD.SEGMENT_NOT_FOUND` */
  read(segmentId: Uuid): Promise<Segment> {
    return this.database.read(async (tx) => this.access.presentOne(tx, await this.access.find(tx, segmentId)));
  }

  /** @throws DomainError `LEAD.SEGMENT_NOT_FOUND` */
  history(segmentId: Uuid, { limit, cursor }: PageQuery): Promise<SegmentHistoryPage> {
    return this.database.read(async (tx) => {
      await this.access.find(tx, segmentId);
      return this.histories.findPage(tx, tx.tenantId, segmentId, limit, cursor);
    });
  }

  /** @throws DomainError `LEAD.SEGMENT_NOT_FOUND`, `LEAD.SEGMENT_STALE`, `LEAD.SEGMENT_NOT_YOURS`, `LEAD.SEGMENT_STATIC`, `LEAD.SEGMENT_INVALID` */
  patch(segmentId: Uuid, version: number, { name, visibility, filter }: PatchSegment): Promise<Segment> {
    return this.waking(async (tx) => {
      const segment = await this.lock(tx, segmentId, version);
      if (filter !== undefined && segment.kind === 'static') throw segmentErrors.SEGMENT_STATIC();
      const problems: FieldProblem[] = [];
      const stated = {
        ...(name !== undefined && { name: acceptName(name, problems) }),
        ...(visibility !== undefined && { visibility }),
        ...(filter !== undefined && acceptFilter(await this.access.registry(tx), filter, problems)),
      };
      if (problems.length > 0) throw segmentErrors.SEGMENT_INVALID({ errors: problems });
      const step = changedStep(segment, stated, this.clock.now());
      if (!step) return this.access.presentOne(tx, segment);
      // By the filter of before, time moves nobody any more; those of the present one are found while it is filled.
      if (step.segment.filter !== segment.filter) await this.members.forgetLooks(tx, tx.tenantId, segmentId);
      await this.segments.update(tx, tx.tenantId, step);
      return this.tellOf(tx, step);
    });
  }

  /** @throws DomainError `LEAD.SEGMENT_NOT_FOUND`, `LEAD.SEGMENT_STALE`, `LEAD.SEGMENT_NOT_YOURS` */
  delete(segmentId: Uuid, version: number): Promise<void> {
    return this.waking(async (tx) => {
      const step = deletedStep(await this.lock(tx, segmentId, version), this.clock.now());
      await this.segments.update(tx, tx.tenantId, step);
      await this.telling.tell(tx, step.segment, step.segment.updatedAt);
    });
  }

  /**
   * Whoever may change a segment may bring it back.
   * @throws DomainError `LEAD.SEGMENT_NOT_FOUND`, `LEAD.SEGMENT_NOT_DELETED`, `LEAD.SEGMENT_NOT_YOURS`, `LEAD.SEGMENT_LIMIT`, `LEAD.SEGMENT_FORGOTTEN`
   */
  restore(segmentId: Uuid): Promise<Segment> {
    return this.waking(async (tx) => {
      await this.segments.holdAlone(tx, tx.tenantId);
      const before = await this.access.findAny(tx, segmentId);
      if (before.deletedAt === null) throw segmentErrors.SEGMENT_NOT_DELETED();
      if (!mayChange(before, this.access.caller())) throw segmentErrors.SEGMENT_NOT_YOURS();
      await this.demandRoom(tx);
      const step = restoredStep(before, this.clock.now());
      if (!step) throw segmentErrors.SEGMENT_FORGOTTEN();
      await this.segments.update(tx, tx.tenantId, step);
      return this.tellOf(tx, step);
    });
  }

  private async demandRoom(tx: Tx): Promise<void> {
    if ((await this.segments.count(tx, tx.tenantId)) >= MAX_SEGMENTS) throw segmentErrors.SEGMENT_LIMIT({ extra: { limit: MAX_SEGMENTS } });
  }

  private async lock(tx: Tx, segmentId: Uuid, version: number): Promise<SegmentRecord> {
    await this.segments.holdAlone(tx, tx.tenantId);
    const segment = await this.access.find(tx, segmentId);
    if (!mayChange(segment, this.access.caller())) throw segmentErrors.SEGMENT_NOT_YOURS();
    if (segment.version !== version) throw segmentErrors.SEGMENT_STALE({ extra: { currentVersion: segment.version } });
    return segment;
  }

  private async tellOf(tx: Tx, { segment }: SegmentStep): Promise<Segment> {
    await this.telling.tell(tx, segment, segment.updatedAt);
    return this.access.presentOne(tx, segment);
  }

  /** There may be leads to look at by now. */
  private async waking<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const result = await this.database.write(work);
    this.worker.wake();
    return result;
  }
}
