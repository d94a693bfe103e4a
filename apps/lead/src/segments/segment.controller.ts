import { Controller } from '@nestjs/common';
import {
  changeSegmentMembers,
  createSegment,
  deleteSegment,
  listSegmentChanges,
  listSegmentMembers,
  listSegments,
  listSegmentsOfLead,
  patchSegment,
  previewSegment,
  readSegment,
  restoreSegment,
} from '@leadstream/contracts';
import { created, Input, type InputOf, reply, Route } from '@leadstream/http';
import { MemberChangeService } from './members/member-change.service.js';
import { SegmentMemberService } from './members/segment-member.service.js';
import { PreviewSegmentService } from './preview-segment.service.js';
import { SegmentService } from './segment.service.js';

@Controller()
export class SegmentController {
  constructor(
    private readonly segments: SegmentService,
    private readonly members: SegmentMemberService,
    private readonly memberChanges: MemberChangeService,
    private readonly previews: PreviewSegmentService,
  ) {}

  @Route(createSegment)
  async create(@Input() { body }: InputOf<typeof createSegment>) {
    const segment = await this.segments.create(body);
    return created(`/v1/segments/${segment.id}`, segment.version, segment);
  }

  @Route(listSegments)
  list(@Input() { query }: InputOf<typeof listSegments>) {
    return this.segments.list(query);
  }

  @Route(previewSegment)
  preview(@Input() { body }: InputOf<typeof previewSegment>) {
    return this.previews.preview(body);
  }

  @Route(readSegment)
  async read(@Input() { params }: InputOf<typeof readSegment>) {
    const segment = await this.segments.read(params.id);
    return reply(segment, { version: segment.version });
  }

  @Route(patchSegment)
  async patch(@Input() { params, body, ifMatch }: InputOf<typeof patchSegment>) {
    const segment = await this.segments.patch(params.id, ifMatch, body);
    return reply(segment, { version: segment.version });
  }

  @Route(deleteSegment)
  delete(@Input() { params, ifMatch }: InputOf<typeof deleteSegment>): Promise<void> {
    return this.segments.delete(params.id, ifMatch);
  }

  @Route(restoreSegment)
  async restore(@Input() { params }: InputOf<typeof restoreSegment>) {
    const segment = await this.segments.restore(params.id);
    return reply(segment, { version: segment.version });
  }

  @Route(listSegmentMembers)
  listMembers(@Input() { params, query }: InputOf<typeof listSegmentMembers>) {
    return this.members.list(params.id, query);
  }

  @Route(changeSegmentMembers)
  changeMembers(@Input() { params, body }: InputOf<typeof changeSegmentMembers>) {
    return this.memberChanges.change(params.id, body);
  }

  @Route(listSegmentChanges)
  history(@Input() { params, query }: InputOf<typeof listSegmentChanges>) {
    return this.segments.history(params.id, query);
  }

  @Route(listSegmentsOfLead)
  async listOfLead(@Input() { params }: InputOf<typeof listSegmentsOfLead>) {
    return { items: await this.members.segmentsOf(params.id), nextCursor: null };
  }
}
