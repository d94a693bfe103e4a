import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import { importErrors } from '../import.errors.js';
import { type FileReading, readThrough } from '../plan/file-reading.js';
import { refuseManyColumns } from '../plan/plan.rules.js';
import { ImportFileService } from '../store/import-file.service.js';
import { openTable } from '../table/open-table.js';

/** Other sheets of a draft's workbook than those that were read first. */
@Injectable()
export class DraftSheetService {
  constructor(private readonly files: ImportFileService) {}

  /**
   * Reads the workbook to its end.
   * @param sheet null for those that are read of their own accord
   * @returns undefined of a file that has no sheets
   * @throws DomainError `LEAD.IMPORT_NOT_FOUND`, `LEAD.IMPORT_STATUS` when its file is gone, and what an upload of the sheet would be refused with
   */
  async read(importId: Uuid, sheet: string | null): Promise<FileReading | undefined> {
    const { tenantId, table: file } = await this.files.find(importId);
    if (file.isGone) throw importErrors.IMPORT_STATUS({ detail: 'Its file is gone.' });
    const { plan, fileName, sizeBytes } = file;
    if (plan.delimiter !== undefined) return undefined;
    const table = await openTable(this.files.open(tenantId, importId, sizeBytes), { fileName, sheet: sheet ?? undefined });
    refuseManyColumns(table.columns);
    return readThrough(table);
  }
}
