import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import type { ProhibitionEvent } from '../../facts/permission.service.js';
import { type FamilyEvent, InheritanceService } from '../members/inheritance.service.js';
import { SegmentRepository } from '../store/segment.repository.js';
import { CompiledSegmentsService } from './compiled-segments.service.js';
import { MembershipService } from './membership.service.js';
import type { SegmentEvent } from './segment-news.js';
import { newsOf } from './segment-news.rules.js';

/** Moves leads into segments and out of them as something is told of them. */
@Injectable()
export class SegmentNewsService {
  constructor(
    private readonly memberships: MembershipService,
    private readonly inheritance: InheritanceService,
    private readonly segments: SegmentRepository,
    private readonly compiled: CompiledSegmentsService,
  ) {}

  /** To be called when what the events tell beside the rows of leads is kept. */
  async judge(tx: Tx, events: readonly SegmentEvent[]): Promise<void> {
    await this.memberships.judgeMoved(tx, events.map(newsOf));
    await this.inheritance.follow(tx, events.filter(isOfFamily));
  }

  /** Has all leads be looked at for the segments that ask for prohibitions: of a domain nobody knows whom it binds. */
  async refillProhibited(tx: Tx): Promise<void> {
    await this.segments.holdAlone(tx, tx.tenantId);
    const { concerned } = await this.compiled.find(tx);
    const { segments } = concerned(new Set(['dnc']));
    const segmentIds = segments.map(({ segmentId }) => segmentId);
    if (segmentIds.length > 0) await this.segments.refill(tx, tx.tenantId, segmentIds);
  }

  /** @param leadIds leads that the entries concern, as they were and as they are */
  async judgePermitted(tx: Tx, leadIds: readonly Uuid[], entries: readonly ProhibitionEvent[]): Promise<void> {
    const causedBy = entries.at(-1);
    // Which of several entries concerns which lead is not worth finding out.
    if (causedBy !== undefined && leadIds.length > 0) {
      await this.memberships.judgeMoved(tx, [{ leadIds, touched: new Set(['dnc']), causedBy }]);
    }
  }
}

function isOfFamily(event: SegmentEvent): event is SegmentEvent & FamilyEvent {
  return event.type === 'lead.merged' || event.type === 'lead.unmerged' || event.type === 'lead.restored';
}
