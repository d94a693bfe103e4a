import { Readable } from 'node:stream';
import { downloadSubjectExport, downloadSubjectExportPage, readSubjectExport } from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import { Controller } from '@nestjs/common';
import { PAGE_HEADERS } from '../../processing-register/page/html-page.rules.js';
import { ExportFileService } from './export-file.service.js';
import { GatheringService } from './gathering.service.js';
import { htmlFile } from './html-file.rules.js';
import { jsonFile } from './json-file.rules.js';

@Controller()
export class SubjectExportController {
  constructor(
    private readonly gathering: GatheringService,
    private readonly files: ExportFileService,
  ) {}

  @Route(readSubjectExport)
  read(@Input() { params }: InputOf<typeof readSubjectExport>) {
    return this.gathering.read(params.id);
  }

  @Route(downloadSubjectExport)
  async download(@Input() { params }: InputOf<typeof downloadSubjectExport>) {
    const blocks = jsonFile(await this.files.open(params.id));
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="personal-data-${params.id}.json"`,
      'cache-control': 'no-store',
    };
    return reply(Readable.from(blocks, { objectMode: false }), { headers });
  }

  @Route(downloadSubjectExportPage)
  async downloadPage(@Input() { params }: InputOf<typeof downloadSubjectExportPage>) {
    const blocks = htmlFile(await this.files.open(params.id));
    const headers = { ...PAGE_HEADERS, 'content-disposition': `attachment; filename="personal-data-${params.id}.html"` };
    return reply(Readable.from(blocks, { objectMode: false }), { headers });
  }
}
