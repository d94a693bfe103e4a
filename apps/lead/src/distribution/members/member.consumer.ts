import { Controller } from '@nestjs/common';
import { type EventOf, leadDistribution, memberAddedV1 } from '@leadstream/contracts';
import { done, OnEvent, type Outcome, skip } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { MemberService } from './member.service.js';

@Controller()
export class MemberConsumer {
  constructor(private readonly members: MemberService) {}

  @OnEvent(memberAddedV1, { group: leadDistribution.name })
  async onMemberAdded({ data }: EventOf<typeof memberAddedV1>, tx: Tx): Promise<Outcome> {
    const isNews = await this.members.add(tx, data, new Date(data.addedAt));
    return isNews ? done() : skip('member_known');
  }
}
