import { Controller } from '@nestjs/common';
import { changeLeads } from '@leadstream/contracts';
import { Input, type InputOf, Route } from '@leadstream/http';
import { BatchService } from './batch.service.js';

@Controller()
export class BatchController {
  constructor(private readonly batches: BatchService) {}

  @Route(changeLeads)
  async change(@Input() { body }: InputOf<typeof changeLeads>) {
    return { items: await this.batches.change(body.items) };
  }
}
