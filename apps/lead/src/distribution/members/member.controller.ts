import { Controller } from '@nestjs/common';
import { listDistributionMembers, putDistributionProfile, readDistributionMember } from '@leadstream/contracts';
import { Input, type InputOf, Route } from '@leadstream/http';
import { MemberService } from './member.service.js';

@Controller()
export class MemberController {
  constructor(private readonly members: MemberService) {}

  @Route(listDistributionMembers)
  list(@Input() { query }: InputOf<typeof listDistributionMembers>) {
    return this.members.list(query);
  }

  @Route(readDistributionMember)
  read(@Input() { params }: InputOf<typeof readDistributionMember>) {
    return this.members.read(params.id);
  }

  @Route(putDistributionProfile)
  replace(@Input() { params, body }: InputOf<typeof putDistributionProfile>) {
    return this.members.replace(params.id, body);
  }
}
