import { Controller } from '@nestjs/common';
import { changeLeadOwner, listLeadAssignments, replayLeadAssignment } from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import { OwnerService } from './owner.service.js';

@Controller()
export class OwnerController {
  constructor(private readonly owners: OwnerService) {}

  @Route(changeLeadOwner)
  async change(@Input() { params, body, ifMatch }: InputOf<typeof changeLeadOwner>) {
    const lead = await this.owners.change(params.id, ifMatch, body.ownerId);
    return reply(lead, { version: lead.version });
  }

  @Route(listLeadAssignments)
  list(@Input() { params, query }: InputOf<typeof listLeadAssignments>) {
    return this.owners.list(params.id, query);
  }

  @Route(replayLeadAssignment)
  replay(@Input() { params }: InputOf<typeof replayLeadAssignment>) {
    return this.owners.replay(params.id, params.assignmentId);
  }
}
