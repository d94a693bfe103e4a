import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { stringify } from 'csv-stringify/sync';
import { writeCell } from '../../lead/values/spreadsheet-cell.rules.js';
import { importErrors } from '../import.errors.js';
import type { StoredTable } from '../plan/import-plan.js';
import { RowReaderService } from '../run/row-reader.service.js';
import { type FailedRow, ImportRowRepository } from '../store/import-row.repository.js';
import { ImportFileService } from '../store/import-file.service.js';

/** Columns beside those of the file. */
const REASON_COLUMNS = ['Import row', 'Import code', 'Import field', 'Import reason'];

/** The rows that failed, for people to mend and upload again. */
@Injectable()
export class ErrorFileService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly files: ImportFileService,
    private readonly results: ImportRowRepository,
    private readonly rows: RowReaderService,
  ) {}

  /**
   * CSV in UTF-8 with byte order mark. It can be imported as it is: cells are as they were read, those that a spreadsheet program would
   * calculate behind an apostrophe; the reasons stand in columns of their own behind them.
   * @throws DomainError `LEAD.IMPORT_NOT_FOUND`, `LEAD.IMPORT_FILE_GONE` a week after the import ended
   */
  async open(importId: Uuid): Promise<Readable> {
    const { tenantId, table: file } = await this.files.find(importId);
    if (file.isGone) throw importErrors.IMPORT_FILE_GONE();
    return Readable.from(this.write(tenantId, importId, file), { objectMode: false });
  }

  private async *write(tenantId: Uuid, importId: Uuid, file: StoredTable): AsyncGenerator<string> {
    yield `\ufeff${stringify([[...file.plan.names.map(writeCell), ...REASON_COLUMNS]])}`;
    let first = 1;
    for await (const block of (await this.rows.open({ tenantId, importId }, file)).rows) {
      const last = first + block.length - 1;
      const failed = block.length === 0 ? [] : await this.failedBetween(tenantId, importId, first, last);
      if (failed.length > 0)
        yield stringify(failed.map((row) => [...(block[row.rowNumber - first]?.cells ?? []).map(writeCell), ...reasonOf(row)]));
      first = last + 1;
    }
  }

  private failedBetween(tenantId: Uuid, importId: Uuid, first: number, last: number): Promise<FailedRow[]> {
    return this.database.readInTenant(tenantId, (tx) => this.results.findFailedBetween(tx, tenantId, importId, first, last));
  }
}

const reasonOf = ({ rowNumber, code, path, message }: FailedRow): string[] => [String(rowNumber), code, path ?? '', message];
