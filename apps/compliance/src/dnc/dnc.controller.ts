import { addDncEntry, checkDnc, checkDncBatch, getDncEntry, listDncEntries, removeDncEntry } from '@leadstream/contracts';
import { created, Input, type InputOf, reply, Route } from '@leadstream/http';
import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DncCheckService } from './check/dnc-check.service.js';
import { DncService } from './dnc.service.js';

@Controller()
export class DncController {
  constructor(
    private readonly dnc: DncService,
    private readonly checks: DncCheckService,
  ) {}

  @Route(addDncEntry)
  async add(@Input() { body }: InputOf<typeof addDncEntry>, @Res({ passthrough: true }) response: FastifyReply) {
    const { created: isNew, entry } = await this.dnc.add(body);
    if (!isNew) response.status(200);
    return created(`/v1/dnc/${entry.id}`, entry.version, entry);
  }

  @Route(listDncEntries)
  list(@Input() { query }: InputOf<typeof listDncEntries>) {
    return this.dnc.list(query);
  }

  @Route(getDncEntry)
  async get(@Input() { params }: InputOf<typeof getDncEntry>) {
    const entry = await this.dnc.get(params.id);
    return reply(entry, { version: entry.version });
  }

  @Route(removeDncEntry)
  remove(@Input() { params }: InputOf<typeof removeDncEntry>) {
    return this.dnc.remove(params.id);
  }

  @Route(checkDnc)
  check(@Input() { body }: InputOf<typeof checkDnc>) {
    return this.checks.check(body);
  }

  @Route(checkDncBatch)
  checkBatch(@Input() { body }: InputOf<typeof checkDncBatch>) {
    return this.checks.checkBatch(body);
  }
}
