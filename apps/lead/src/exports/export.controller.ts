import { Readable } from 'node:stream';
import { Controller, Res } from '@nestjs/common';
import { createExport, downloadExport, readExport } from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import type { FastifyReply } from 'fastify';
import { ExportService } from './export.service.js';

const MEDIA_TYPES = {
  csv: 'text/csv; charset=utf-8; header=present',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

@Controller()
export class ExportController {
  constructor(private readonly exports: ExportService) {}

  @Route(createExport)
  async create(@Input() { body }: InputOf<typeof createExport>) {
    const created = await this.exports.create(body);
    return reply(created, { location: `/v1/exports/${created.id}` });
  }

  @Route(readExport)
  read(@Input() { params }: InputOf<typeof readExport>) {
    return this.exports.read(params.id);
  }

  @Route(downloadExport)
  async download(@Input() { params }: InputOf<typeof downloadExport>, @Res() response: FastifyReply) {
    const { name, format, blocks } = await this.exports.open(params.id);
    await response
      .header('content-type', MEDIA_TYPES[format])
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('cache-control', 'no-store')
      .send(blocks instanceof Readable ? blocks : Readable.from(blocks, { objectMode: false }));
  }
}
