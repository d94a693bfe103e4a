import { Controller, Req } from '@nestjs/common';
import { getLead360, type Lead360 } from '@leadstream/contracts';
import { Input, type InputOf, Route } from '@leadstream/http';
import type { FastifyRequest } from 'fastify';
import { Lead360Service } from './lead-360.service.js';

@Controller()
export class Lead360Controller {
  constructor(private readonly leads: Lead360Service) {}

  @Route(getLead360)
  read(@Input() { params }: InputOf<typeof getLead360>, @Req() { edge }: FastifyRequest): Promise<Lead360> {
    return this.leads.read(params.id, edge);
  }
}
