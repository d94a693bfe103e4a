import { Controller, Req } from '@nestjs/common';
import {
  cancelImport,
  changeImportMapping,
  createImport,
  dryRunImport,
  listImportReversals,
  listImportRows,
  listImports,
  readImport,
  readImportErrors,
  readImportMapping,
  revertImport,
  startImport,
  watchImport,
} from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import type { FastifyRequest } from 'fastify';
import { ImportService } from './import.service.js';
import { ImportLifecycleService } from './lifecycle/import-lifecycle.service.js';
import { ColumnService } from './mapping/column.service.js';
import { receiveForm } from './upload/receive-form.js';
import { UploadService } from './upload/upload.service.js';
import { ErrorFileService } from './watch/error-file.service.js';
import { ImportWatchService } from './watch/import-watch.service.js';

@Controller()
export class ImportController {
  constructor(
    private readonly uploads: UploadService,
    private readonly imports: ImportService,
    private readonly lifecycle: ImportLifecycleService,
    private readonly columns: ColumnService,
    private readonly errorFiles: ErrorFileService,
    private readonly watches: ImportWatchService,
  ) {}

  @Route(createImport)
  async create(@Req() request: FastifyRequest) {
    const job = await receiveForm(request, (parts, contentLength) => this.uploads.upload(parts, contentLength));
    return reply(job, { location: `/v1/imports/${job.id}` });
  }

  @Route(listImports)
  list(@Input() { query }: InputOf<typeof listImports>) {
    return this.imports.list(query);
  }

  @Route(readImport)
  read(@Input() { params }: InputOf<typeof readImport>) {
    return this.imports.read(params.id);
  }

  @Route(listImportRows)
  rows(@Input() { params, query }: InputOf<typeof listImportRows>) {
    return this.imports.listRows(params.id, query);
  }

  @Route(readImportMapping)
  async mapping(@Input() { params }: InputOf<typeof readImportMapping>) {
    return { items: await this.columns.suggest(params.id), nextCursor: null };
  }

  @Route(changeImportMapping)
  changeMapping(@Input() { params, body }: InputOf<typeof changeImportMapping>) {
    return this.lifecycle.changeMapping(params.id, body);
  }

  @Route(dryRunImport)
  async dryRun(@Input() { params }: InputOf<typeof dryRunImport>) {
    return reply(await this.lifecycle.dryRun(params.id), { location: `/v1/imports/${params.id}` });
  }

  @Route(startImport)
  async start(@Input() { params }: InputOf<typeof startImport>) {
    return reply(await this.lifecycle.start(params.id), { location: `/v1/imports/${params.id}` });
  }

  @Route(cancelImport)
  cancel(@Input() { params }: InputOf<typeof cancelImport>) {
    return this.lifecycle.cancel(params.id);
  }

  @Route(revertImport)
  async revert(@Input() { params }: InputOf<typeof revertImport>) {
    return reply(await this.lifecycle.revert(params.id), { location: `/v1/imports/${params.id}` });
  }

  @Route(listImportReversals)
  reversals(@Input() { params, query }: InputOf<typeof listImportReversals>) {
    return this.imports.listReversals(params.id, query);
  }

  @Route(readImportErrors)
  async errors(@Input() { params }: InputOf<typeof readImportErrors>) {
    const headers = {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="import-${params.id}-errors.csv"`,
    };
    return reply(await this.errorFiles.open(params.id), { headers });
  }

  @Route(watchImport)
  async watch(@Input() { params }: InputOf<typeof watchImport>) {
    const headers = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' };
    return reply(await this.watches.open(params.id), { headers });
  }
}
