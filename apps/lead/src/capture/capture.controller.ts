import { Controller } from '@nestjs/common';
import { createLead } from '@leadstream/contracts';
import { created, Input, type InputOf, Route } from '@leadstream/http';
import { CaptureService } from './capture.service.js';

@Controller()
export class CaptureController {
  constructor(private readonly captures: CaptureService) {}

  @Route(createLead)
  async create(@Input() { body }: InputOf<typeof createLead>) {
    const lead = await this.captures.capture(body);
    return created(`/v1/leads/${lead.id}`, lead.version, lead);
  }
}
