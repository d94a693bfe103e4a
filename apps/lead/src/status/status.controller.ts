import { Controller } from '@nestjs/common';
import { changeLeadStatus, listLeadStatusHistory } from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import { StatusService } from './status.service.js';

@Controller()
export class StatusController {
  constructor(private readonly statuses: StatusService) {}

  @Route(changeLeadStatus)
  async change(@Input() { params, body, ifMatch }: InputOf<typeof changeLeadStatus>) {
    const lead = await this.statuses.change(params.id, ifMatch, body);
    return reply(lead, { version: lead.version });
  }

  @Route(listLeadStatusHistory)
  history(@Input() { params, query }: InputOf<typeof listLeadStatusHistory>) {
    return this.statuses.history(params.id, query);
  }
}
