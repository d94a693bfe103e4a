import { Controller } from '@nestjs/common';
import { listDistributionMembers, putDistributionProfile, readDistributionMember } from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import { MemberService } from './member.service.js';

@Controller()
export class MemberController {
  constructor(private readonly members: MemberService) {}

  @Route(listDistributionMembers)
  list(@Input() { query }: InputOf<typeof listDistributionMembers>) {
    return this.members.list(query);
  }

  @Route(readDistributionMember)
  async read(@Input() { params }: InputOf<typeof readDistributionMember>) {
    const member = await this.members.read(params.id);
    return reply(member, { version: member.version });
  }

  @Route(putDistributionProfile)
  async replace(@Input() { params, body, ifMatch }: InputOf<typeof putDistributionProfile>) {
    const member = await this.members.replace(params.id, ifMatch, body);
    return reply(member, { version: member.version });
  }
}
