import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Multipart } from '@fastify/multipart';
import type { ImportJob, ImportOptions } from '@leadstream/contracts';
import { type Clock, currentContext, type IdSource, type RequestContext, runInContext, type Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { currentTraceparent, logger } from '@leadstream/telemetry';
import { SettingsService } from '../../settings/settings.service.js';
import { CLOCK, IDS } from '../../tokens.js';
import { importErrors } from '../import.errors.js';
import { ShownOrders } from '../plan/date-order.rules.js';
import { plannedFormat, planImport, refuseManyColumns, refuseProblems } from '../plan/plan.rules.js';
import { ImportWorker } from '../run/import-worker.service.js';
import { ImportFileService, type StoredFile } from '../store/import-file.service.js';
import { type AcceptedUpload, ImportRepository } from '../store/import.repository.js';
import { presentImport } from '../store/present-import.rules.js';
import { CustomColumnService } from '../plan/custom-column.service.js';
import { openTable } from '../table/open-table.js';
import { TemplateService } from '../templates/template.service.js';
import { readOptions, readUploadForm, type UploadForm } from './upload-form.js';

const log = logger('import-upload');

/**
 * Takes a file in: stores it piece by piece under an import that nobody sees yet, reads it through once, and only then makes
 * the import visible, all that a 202 promises. What is refused or cut off leaves nothing behind.
 */
@Injectable()
export class UploadService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly imports: ImportRepository,
    private readonly files: ImportFileService,
    private readonly worker: ImportWorker,
    private readonly settings: SettingsService,
    private readonly templates: TemplateService,
    private readonly customFields: CustomColumnService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  async upload(parts: AsyncIterable<Multipart>, contentLength: number | undefined): Promise<ImportJob> {
    const context = currentContext();
    if (!context) throw new Error('an upload needs a request');
    this.files.refuseLargerThan((contentLength ?? 0) - FORM_OVERHEAD_BYTES);
    const importId = this.ids.next();
    const createdAt = this.clock.now();
    const { tenantId } = context;
    await this.database.inTenant(tenantId, (tx) =>
      this.imports.create(tx, tenantId, importId, context, currentTraceparent() ?? null, createdAt),
    );
    try {
      const form = await readUploadForm(parts, (bytes) => this.files.write(tenantId, importId, bytes));
      const upload = await this.inspect(tenantId, importId, form);
      const job = await this.accept(context, upload, fingerprintOf(form), createdAt);
      if (job.id === importId) this.worker.wake();
      else await this.discard(tenantId, importId);
      return job;
    } catch (error) {
      await this.discard(tenantId, importId);
      throw error;
    }
  }

  /** Reads the whole file, so that one that cannot be read to its end changes nothing. */
  private async inspect(tenantId: Uuid, importId: Uuid, { file, fileName, stated }: UploadForm<StoredFile>): Promise<AcceptedUpload> {
    const options = await this.resolve(stated);
    const { rows, ...table } = await openTable(this.files.open(tenantId, importId, file.sizeBytes), { ...options, fileName });
    refuseManyColumns(table.columns);
    // What does not fit the headings is said before a large file is read to its end.
    const customFields = await this.customFields.writable();
    if (options.start) refuseProblems(planImport(plannedFormat(table), options, customFields));
    let rowsTotal = 0;
    const dates = new ShownOrders(table.columns.length);
    for await (const block of rows) {
      dates.note(block);
      rowsTotal += block.length;
    }
    if (rowsTotal === 0) throw importErrors.IMPORT_NO_ROWS({ detail: 'Nothing stands below the headings.' });
    const plan = planImport({ ...plannedFormat(table), dateOrders: dates.orders }, options, customFields);
    if (options.start) refuseProblems(plan);
    return { importId, status: options.start ? 'pending' : 'draft', plan, rowsTotal, sizeBytes: file.sizeBytes, fileName };
  }

  /** What the tenant and a template have to say where the caller says nothing. */
  private async resolve(stated: Readonly<Record<string, unknown>>): Promise<ImportOptions> {
    const { templateId } = readOptions(stated);
    const template = templateId === undefined ? {} : (await this.templates.read(templateId)).options;
    const { phoneRegion } = await this.settings.read();
    return readOptions({ ...(phoneRegion !== null && { region: phoneRegion }), ...template, ...stated });
  }

  /** The boundary between parts differs in every request, so the edge could not tell whether two uploads are the same: this can. */
  private async accept(context: RequestContext, upload: AcceptedUpload, fingerprint: string, createdAt: Date): Promise<ImportJob> {
    const { idempotency, ...rest } = context;
    const own = idempotency && { key: idempotency.key, fingerprint, replayed: false };
    const job = await runInContext(own ? { ...rest, idempotency: own } : rest, () =>
      this.database.write(async (tx) => {
        if (!(await this.imports.updateToAccepted(tx, tx.tenantId, upload))) throw new Error('the upload was taken for abandoned');
        return presentImport(acceptedImport(upload, createdAt), createdAt);
      }),
    );
    if (idempotency && own) idempotency.replayed = own.replayed;
    return job;
  }

  private async discard(tenantId: Uuid, importId: Uuid): Promise<void> {
    try {
      await this.database.inTenant(tenantId, (tx) => this.imports.delete(tx, tenantId, importId));
    } catch (error) {
      // The worker removes what is left of it later.
      log.warn('import_discard_failed', { error });
    }
  }
}

/** Boundaries, part headers and options, generously. */
const FORM_OVERHEAD_BYTES = 128 * 1024;

function fingerprintOf({ file, fileName, stated }: UploadForm<StoredFile>): string {
  return createHash('sha256')
    .update(JSON.stringify(['import', file.digest, fileName, stated]))
    .digest('hex');
}

function acceptedImport({ importId, status, plan, rowsTotal, sizeBytes, fileName }: AcceptedUpload, createdAt: Date) {
  const counts = { rowsTotal, rowsDone: 0, rowsCreated: 0, rowsUpdated: 0, rowsSkipped: 0, rowsFailed: 0, rowsWarned: 0 };
  const open = { isDry: false, reversedTo: null, leadsReverted: 0, leadsConflicted: 0 };
  const unknown = { errorCode: null, errorMessage: null, startedAt: null, completedAt: null };
  return { importId, status, plan, sizeBytes, fileName, createdAt, ...counts, ...open, ...unknown };
}
