import { Controller } from '@nestjs/common';
import { createExport, downloadExport, listExports, readExport } from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
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

  @Route(listExports)
  list(@Input() { query }: InputOf<typeof listExports>) {
    return this.exports.list(query);
  }

  @Route(readExport)
  read(@Input() { params }: InputOf<typeof readExport>) {
    return this.exports.read(params.id);
  }

  @Route(downloadExport)
  async download(@Input() { params }: InputOf<typeof downloadExport>) {
    const { name, format, file } = await this.exports.open(params.id);
    const headers = {
      'content-type': MEDIA_TYPES[format],
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    };
    return reply(file, { headers });
  }
}
