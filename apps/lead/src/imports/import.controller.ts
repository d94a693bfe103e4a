import { Controller, Req } from '@nestjs/common';
import { createImport, listImportRows, readImport } from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import type { FastifyRequest } from 'fastify';
import { ImportService } from './import.service.js';
import { receiveForm } from './upload/receive-form.js';
import { UploadService } from './upload/upload.service.js';

@Controller()
export class ImportController {
  constructor(
    private readonly uploads: UploadService,
    private readonly imports: ImportService,
  ) {}

  @Route(createImport)
  async create(@Req() request: FastifyRequest) {
    const job = await receiveForm(request, (parts, contentLength) => this.uploads.upload(parts, contentLength));
    return reply(job, { location: `/v1/imports/${job.id}` });
  }

  @Route(readImport)
  read(@Input() { params }: InputOf<typeof readImport>) {
    return this.imports.read(params.id);
  }

  @Route(listImportRows)
  rows(@Input() { params, query }: InputOf<typeof listImportRows>) {
    return this.imports.listRows(params.id, query);
  }
}
