import { Controller } from '@nestjs/common';
import { claimLead, listDistributionQueue, queueLead } from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import { QueueService } from './queue.service.js';

@Controller()
export class QueueController {
  constructor(private readonly queue: QueueService) {}

  @Route(listDistributionQueue)
  list(@Input() { query }: InputOf<typeof listDistributionQueue>) {
    return this.queue.list(query);
  }

  @Route(queueLead)
  enter(@Input() { body }: InputOf<typeof queueLead>) {
    return this.queue.enter(body.leadId);
  }

  @Route(claimLead)
  async claim(@Input() { params, body }: InputOf<typeof claimLead>) {
    const lead = await this.queue.claim(params.id, body.memberId);
    return reply(lead, { version: lead.version });
  }
}
