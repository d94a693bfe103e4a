import { Injectable } from '@nestjs/common';
import type { Segment } from '@leadstream/contracts';
import { currentContext, type RequestContext, type Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { CustomFieldsService } from '../../custom-fields/store/custom-fields.service.js';
import { type FieldRegistry, fieldRegistry } from '../../filter/fields/field-registry.rules.js';
import { HeldSettingsService } from '../../settings/store/held-settings.service.js';
import { TagsService } from '../../tags/store/tags.service.js';
import { segmentErrors } from '../segment.errors.js';
import type { SegmentRecord } from '../segment.js';
import { maySee, presentSegment } from '../segment.rules.js';
import { MemberRepository } from './member.repository.js';
import { SegmentRepository } from './segment.repository.js';

/** Segments as callers may see them. */
@Injectable()
export class SegmentAccessService {
  constructor(
    private readonly segments: SegmentRepository,
    private readonly members: MemberRepository,
    private readonly customFields: CustomFieldsService,
    private readonly tags: TagsService,
    private readonly settings: HeldSettingsService,
  ) {}

  caller(): Pick<RequestContext, 'actor' | 'scopes'> {
    const context = currentContext();
    if (context === undefined) throw new Error('segments are asked for outside of a request');
    return context;
  }

  /** @throws DomainError `LEAD.SEGMENT_NOT_FOUND`, also for one that the caller may not see */
  async find(tx: Tx, segmentId: Uuid): Promise<SegmentRecord> {
    const segment = await this.segments.findById(tx, tx.tenantId, segmentId);
    if (!segment || !maySee(segment, this.caller())) throw segmentErrors.SEGMENT_NOT_FOUND();
    return segment;
  }

  /** Also a deleted one. @throws DomainError `LEAD.SEGMENT_NOT_FOUND`, also for one that the caller may not see */
  async findAny(tx: Tx, segmentId: Uuid): Promise<SegmentRecord> {
    const segment = await this.segments.findAnyById(tx, tx.tenantId, segmentId);
    if (!segment || !maySee(segment, this.caller())) throw segmentErrors.SEGMENT_NOT_FOUND();
    return segment;
  }

  /** Everything that filters of segments can name. */
  async registry(tx: Tx): Promise<FieldRegistry> {
    const [definitions, tags, vocabulary] = await Promise.all([this.customFields.find(tx), this.tags.find(tx), this.settings.find(tx)]);
    return fieldRegistry(definitions, tags, { derived: true, vocabulary });
  }

  async present(tx: Tx, segments: readonly SegmentRecord[]): Promise<Segment[]> {
    const ids = segments.map(({ segmentId }) => segmentId);
    const [registry, members] = await Promise.all([this.registry(tx), this.members.count(tx, tx.tenantId, ids)]);
    return segments.map((segment) => presentSegment(segment, members.get(segment.segmentId) ?? 0, registry));
  }

  async presentOne(tx: Tx, segment: SegmentRecord): Promise<Segment> {
    const [shown] = await this.present(tx, [segment]);
    return shown as Segment;
  }
}
