import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Multipart } from '@fastify/multipart';
import type { ImportJob, ImportOptions } from '@leadstream/contracts';
import { type Clock, currentContext, type IdSource, type Uuid } from '@leadstream/kernel';
import { SettingsService } from '../../settings/settings.service.js';
import type { LeadConfig } from '../../config.js';
import { CLOCK, CONFIG, IDS } from '../../tokens.js';
import { readBeginning, readThrough } from '../plan/file-reading.js';
import { plannedFormat, planImport, refuseManyColumns, refuseProblems } from '../plan/plan.rules.js';
import { ImportReader } from '../run/import-reader.service.js';
import { ImportWorker } from '../run/import-worker.service.js';
import { ImportFileService, type StoredFile } from '../store/import-file.service.js';
import type { AcceptedUpload } from '../store/import.repository.js';
import { CustomColumnService } from '../plan/custom-column.service.js';
import { openTable } from '../table/open-table.js';
import { TemplateService } from '../templates/template.service.js';
import { UnfinishedUploadService } from './unfinished-upload.service.js';
import { readOptions, readUploadForm, type UploadForm } from './upload-form.js';

/**
 * Takes a file in: stores it piece by piece under an import that nobody sees yet, reads it through once, or its beginning where it is large,
 * and only then makes the import visible, all that a 202 promises. What is refused or cut off leaves nothing behind.
 */
@Injectable()
export class UploadService {
  constructor(
    private readonly unfinished: UnfinishedUploadService,
    private readonly files: ImportFileService,
    private readonly worker: ImportWorker,
    private readonly reader: ImportReader,
    private readonly settings: SettingsService,
    private readonly templates: TemplateService,
    private readonly columns: CustomColumnService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
    @Inject(CONFIG) private readonly config: Pick<LeadConfig, 'IMPORT_READ_AT_ONCE_BYTES'>,
  ) {}

  async upload(parts: AsyncIterable<Multipart>, contentLength: number | undefined): Promise<ImportJob> {
    const context = currentContext();
    if (!context) throw new Error('an upload needs a request');
    this.files.refuseLargerThan((contentLength ?? 0) - FORM_OVERHEAD_BYTES);
    const importId = this.ids.next();
    const createdAt = this.clock.now();
    const { tenantId } = context;
    await this.unfinished.begin(context, importId, createdAt);
    try {
      const form = await readUploadForm(parts, (bytes) => this.files.write(tenantId, importId, bytes));
      const upload = await this.inspect(tenantId, importId, form);
      const job = await this.unfinished.accept(context, upload, fingerprintOf(form), createdAt);
      if (job.id === importId) this.wake(job);
      else await this.unfinished.discard(tenantId, importId);
      return job;
    } catch (error) {
      await this.unfinished.discard(tenantId, importId);
      throw error;
    }
  }

  /** Reads the whole file, so that one that cannot be read to its end changes nothing; a large one is read to its end behind the answer. */
  private async inspect(tenantId: Uuid, importId: Uuid, { file, fileName, stated }: UploadForm<StoredFile>): Promise<AcceptedUpload> {
    const options = await this.resolve(stated);
    const table = await openTable(this.files.open(tenantId, importId, file.sizeBytes), { ...options, fileName });
    refuseManyColumns(table.columns);
    // What does not fit the headings is said before a large file is read to its end.
    const named = await this.columns.names();
    if (options.start) refuseProblems(planImport(plannedFormat(table), options, named));
    const isLarge = table.sizeBytes > this.config.IMPORT_READ_AT_ONCE_BYTES;
    const { format, rowsTotal } = isLarge
      ? { format: await readBeginning(table, options.encoding !== undefined), rowsTotal: 0 }
      : await readThrough(table);
    const plan = planImport(format, options, named);
    if (options.start) refuseProblems(plan);
    const status = isLarge ? 'reading' : options.start ? 'pending' : 'draft';
    return { importId, status, starts: options.start, plan, rowsTotal, sizeBytes: file.sizeBytes, fileName };
  }

  private wake({ status }: ImportJob): void {
    if (status === 'reading') this.reader.wake();
    else this.worker.wake();
  }

  /** What the tenant and a template have to say where the caller says nothing. */
  private async resolve(stated: Readonly<Record<string, unknown>>): Promise<ImportOptions> {
    const { templateId } = readOptions(stated);
    const template = templateId === undefined ? {} : (await this.templates.read(templateId)).options;
    const { phoneRegion } = await this.settings.read();
    return readOptions({ ...(phoneRegion !== null && { region: phoneRegion }), ...template, ...stated });
  }
}

/** Boundaries, part headers and options, generously. */
const FORM_OVERHEAD_BYTES = 128 * 1024;

function fingerprintOf({ file, fileName, stated }: UploadForm<StoredFile>): string {
  return createHash('sha256')
    .update(JSON.stringify(['import', file.digest, fileName, stated]))
    .digest('hex');
}
