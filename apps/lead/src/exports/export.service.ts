import { Inject, Injectable } from '@nestjs/common';
import { type CreateExport, EXPORT_COLUMNS, type ExportFormat, type LeadExport } from '@leadstream/contracts';
import { type Clock, currentContext, type IdSource, type Uuid } from '@leadstream/kernel';
import { type SystemTx, TenantDatabase, type Tx } from '@leadstream/persistence';
import { LIST_ORDERS, listConditions } from '../profile/lead-list.read-model.js';
import { CLOCK, IDS } from '../tokens.js';
import { csvFile } from './csv/csv-file.rules.js';
import { exportErrors } from './export.errors.js';
import { EXPORT_KEPT_MS, type ExportRecord, type FileBlocks } from './lead-export.js';
import type { Bind } from './store/column-sql.rules.js';
import { ExportRepository } from './store/export.repository.js';
import { LeadRowsReadModel } from './store/lead-rows.read-model.js';
import { xlsxFile } from './xlsx/xlsx-file.js';

/** A file on its way to the caller. */
export interface ExportFile {
  readonly name: string;
  readonly format: ExportFormat;
  readonly blocks: FileBlocks;
}

/** Files of leads: what was asked for is kept, the file is made anew for each download. */
@Injectable()
export class ExportService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly exports: ExportRepository,
    private readonly leads: LeadRowsReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  create({ format, columns, query }: CreateExport): Promise<LeadExport> {
    const context = currentContext();
    return this.database.write(async (tx) => {
      const record: ExportRecord = {
        exportId: this.ids.next(),
        format,
        columns: columns ?? EXPORT_COLUMNS,
        query,
        actor: context?.actor ?? { kind: 'service', id: 'lead' },
        requestId: context?.requestId ?? '',
        createdAt: this.clock.now(),
      };
      await this.exports.create(tx, tx.tenantId, record);
      return present(record);
    });
  }

  /** @throws DomainError `LEAD.EXPORT_NOT_FOUND` */
  async read(exportId: Uuid): Promise<LeadExport> {
    return present(await this.database.read((tx) => this.find(tx, exportId)));
  }

  /** @throws DomainError `LEAD.EXPORT_NOT_FOUND` */
  async open(exportId: Uuid): Promise<ExportFile> {
    const { tenantId, record } = await this.database.read(async (tx) => ({
      tenantId: tx.tenantId,
      record: await this.find(tx, exportId),
    }));
    const { format, columns, query, createdAt } = record;
    const selection = { conditions: (bind: Bind) => listConditions(query, bind), order: LIST_ORDERS[query.sort] };
    const rows = this.leads.readAll(tenantId, columns, selection);
    const blocks = format === 'csv' ? csvFile(columns, rows) : xlsxFile(columns, rows);
    return { name: `leads-${createdAt.toISOString().slice(0, 10)}.${format}`, format, blocks };
  }

  /** Takes exports away that nobody can download any more, of every tenant. */
  discardExpired(tx: SystemTx): Promise<number> {
    return this.exports.deleteOlderThan(tx, EXPORT_KEPT_MS / 1_000);
  }

  private async find(tx: Tx, exportId: Uuid): Promise<ExportRecord> {
    const record = await this.exports.findById(tx, tx.tenantId, exportId, new Date(this.clock.now().getTime() - EXPORT_KEPT_MS));
    if (!record) throw exportErrors.EXPORT_NOT_FOUND();
    return record;
  }
}

function present({ exportId, format, columns, query, createdAt }: ExportRecord): LeadExport {
  return {
    id: exportId,
    format,
    columns: [...columns],
    query,
    file: `/v1/exports/${exportId}/file`,
    createdAt: createdAt.toISOString(),
    expiresAt: new Date(createdAt.getTime() + EXPORT_KEPT_MS).toISOString(),
  };
}
