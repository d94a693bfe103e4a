import { Injectable } from '@nestjs/common';
import type { Segment, SegmentMember } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { z } from 'zod';
import { CustomFieldsService } from '../../custom-fields/store/custom-fields.service.js';
import { LeadEditService } from '../../lead-store/lead-edit.service.js';
import { presentLead } from '../../lead/present-lead.rules.js';
import { NO_LEAD } from '../segment.js';
import { maySee } from '../segment.rules.js';
import { MemberRepository } from '../store/member.repository.js';
import { SegmentAccessService } from '../store/segment-access.service.js';
import { SegmentRepository } from '../store/segment.repository.js';

const position = z.strictObject({ after: z.uuid() });

export interface MemberPage {
  readonly items: readonly SegmentMember[];
  readonly nextCursor: string | null;
}

/** Who is in a segment. */
@Injectable()
export class SegmentMemberService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly access: SegmentAccessService,
    private readonly segments: SegmentRepository,
    private readonly members: MemberRepository,
    private readonly leads: LeadEditService,
    private readonly customFields: CustomFieldsService,
  ) {}

  /** @throws DomainError `LEAD.SEGMENT_NOT_FOUND` */
  list(segmentId: Uuid, { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }): Promise<MemberPage> {
    const after = cursor === undefined ? NO_LEAD : decodeCursor(position, cursor).after;
    return this.database.read(async (tx) => {
      await this.access.find(tx, segmentId);
      const found = await this.members.findPage(tx, tx.tenantId, segmentId, after, limit + 1);
      const page = found.slice(0, limit);
      const keys = await this.customFields.keysOf(tx, page);
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
}
