import { createDncEntryLoad, dncEntryLoadOptions, getDncEntryLoad } from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import { Controller, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { receiveLoad } from '../loads/upload/receive-load.js';
import { EntryLoadService } from './entry-load.service.js';

@Controller()
export class EntryLoadController {
  constructor(private readonly loads: EntryLoadService) {}

  @Route(createDncEntryLoad)
  async create(@Req() request: FastifyRequest) {
    const load = await receiveLoad(request, dncEntryLoadOptions, this.loads);
    return reply(load, { location: `/v1/dnc/entry-loads/${load.id}` });
  }

  @Route(getDncEntryLoad)
  get(@Input() { params }: InputOf<typeof getDncEntryLoad>) {
    return this.loads.get(params.id);
  }
}
