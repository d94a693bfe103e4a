import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { type CreateExport, EXPORT_DEFAULT_COLUMNS, type ExportFormat, type LeadExport } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import { type Clock, currentContext, type IdSource, type Uuid } from '@leadstream/kernel';
import { type SystemTx, TenantDatabase, type Tx } from '@leadstream/persistence';
import { z } from 'zod';
import { CLOCK, IDS } from '../tokens.js';
import { csvFile } from './csv/csv-file.rules.js';
import { exportErrors } from './export.errors.js';
import { CountedRows, EXPORT_KEPT_MS, type ExportRecord } from './lead-export.js';
import { ExportSelectionService } from './export-selection.service.js';
import { ExportTellingService } from './export-telling.service.js';
import { ExportRepository } from './store/export.repository.js';
import { LeadRowsReadModel } from './store/lead-rows.read-model.js';
import { xlsxFile } from './xlsx/xlsx-file.js';

/** A file on its way to the caller. */
export interface ExportFile {
  readonly name: string;
  readonly format: ExportFormat;
  readonly file: Readable;
}

export interface ExportPage {
  readonly items: readonly LeadExport[];
  readonly nextCursor: string | null;
}

const position = z.strictObject({ before: z.uuid() });

/** Files of leads: what was asked for is kept, the file is made anew for each download. */
@Injectable()
export class ExportService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly exports: ExportRepository,
    private readonly leads: LeadRowsReadModel,
    private readonly selections: ExportSelectionService,
    private readonly telling: ExportTellingService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @throws DomainError `LEAD.EXPORT_INVALID`, `LEAD.SEGMENT_NOT_FOUND` */
  create(asked: CreateExport): Promise<LeadExport> {
    const { format, columns, query, filter, segmentId } = asked;
    const context = currentContext();
    return this.database.write(async (tx) => {
      const conditions = await this.selections.asked(tx, asked);
      const record: ExportRecord = {
        exportId: this.ids.next(),
        format,
        columns: columns ?? EXPORT_DEFAULT_COLUMNS,
        query,
        filter,
        segmentId,
        actor: context?.actor ?? { kind: 'service', id: 'lead' },
        requestId: context?.requestId ?? '',
        createdAt: this.clock.now(),
      };
      await this.exports.create(tx, tx.tenantId, record);
      await this.telling.created(tx, record, conditions);
      return present(record);
    });
  }

  /** @throws DomainError `HTTP.BAD_CURSOR` */
  async list({ limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }): Promise<ExportPage> {
    const before = cursor === undefined ? undefined : decodeCursor(position, cursor).before;
    const found = await this.database.read((tx) =>
      this.exports.findPage(tx, tx.tenantId, { after: this.oldest(), before, most: limit + 1 }),
    );
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return { items: page.map(present), nextCursor: last ? encodeCursor({ before: last.exportId }) : null };
  }

  /** @throws DomainError `LEAD.EXPORT_NOT_FOUND` */
  async read(exportId: Uuid): Promise<LeadExport> {
    return present(await this.database.read((tx) => this.find(tx, exportId)));
  }

  /** @throws DomainError `LEAD.EXPORT_NOT_FOUND`, `LEAD.EXPORT_INVALID` where a field is gone by now, `LEAD.SEGMENT_NOT_FOUND` */
  async open(exportId: Uuid): Promise<ExportFile> {
    const { download, record, content } = await this.database.write(async (tx) => {
      const found = await this.find(tx, exportId);
      const what = await this.selections.contentOf(tx, found, this.clock.now());
      return { download: await this.telling.started(tx, exportId), record: found, content: what };
    });
    const { format, createdAt } = record;
    const { columns, selection } = content;
    const rows = new CountedRows(this.leads.readAll(download.tenantId, columns, selection));
    const blocks = format === 'csv' ? csvFile(columns, rows) : xlsxFile(columns, rows);
    const file = blocks instanceof Readable ? blocks : Readable.from(blocks, { objectMode: false });
    this.telling.whenClosed(download, file, () => rows.count);
    return { name: `leads-${createdAt.toISOString().slice(0, 10)}.${format}`, format, file };
  }

  /** Takes exports away that nobody can download any more, of every tenant. */
  discardExpired(tx: SystemTx): Promise<number> {
    return this.exports.deleteOlderThan(tx, EXPORT_KEPT_MS / 1_000);
  }

  private async find(tx: Tx, exportId: Uuid): Promise<ExportRecord> {
    const record = await this.exports.findById(tx, tx.tenantId, exportId, this.oldest());
    if (!record) throw exportErrors.EXPORT_NOT_FOUND();
    return record;
  }

  /** Exports of before cannot be downloaded any more. */
  private oldest(): Date {
    return new Date(this.clock.now().getTime() - EXPORT_KEPT_MS);
  }
}

function present({ exportId, format, columns, query, filter, segmentId, actor, createdAt }: ExportRecord): LeadExport {
  return {
    id: exportId,
    format,
    columns: [...columns],
    query,
    filter: filter ?? null,
    segmentId: segmentId ?? null,
    file: `/v1/exports/${exportId}/file`,
    madeBy: { kind: actor.kind, id: actor.id },
    createdAt: createdAt.toISOString(),
    expiresAt: new Date(createdAt.getTime() + EXPORT_KEPT_MS).toISOString(),
  };
}
