import { Controller } from '@nestjs/common';
import { addMember, getMember, listMembers, type Member } from '@leadstream/contracts';
import { type Answer, Input, type InputOf, reply, Route } from '@leadstream/http';
import { MemberService } from './member.service.js';

@Controller()
export class MemberController {
  constructor(private readonly members: MemberService) {}

  @Route(listMembers)
  list(@Input() { query }: InputOf<typeof listMembers>) {
    return this.members.list(query);
  }

  @Route(getMember)
  get(@Input() { params }: InputOf<typeof getMember>) {
    return this.members.get(params.id);
  }

  @Route(addMember)
  async add(@Input() { body }: InputOf<typeof addMember>): Promise<Answer<Member>> {
    const member = await this.members.add(body);
    return reply(member, { location: `/v1/members/${member.id}` });
  }
}
