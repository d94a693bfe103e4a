import { createDncLoad, dncLoadOptions, getDncLoad } from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import { Controller, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { LoadQueryService } from './load-query.service.js';
import { LoadUploadService } from './upload/load-upload.service.js';
import { receiveLoad } from './upload/receive-load.js';

@Controller()
export class LoadController {
  constructor(
    private readonly uploads: LoadUploadService,
    private readonly loads: LoadQueryService,
  ) {}

  @Route(createDncLoad)
  async create(@Req() request: FastifyRequest) {
    const load = await receiveLoad(request, dncLoadOptions, this.uploads);
    return reply(load, { location: `/v1/dnc/loads/${load.id}` });
  }

  @Route(getDncLoad)
  get(@Input() { params }: InputOf<typeof getDncLoad>) {
    return this.loads.get(params.id);
  }
}
