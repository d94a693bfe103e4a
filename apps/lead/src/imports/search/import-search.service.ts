import { Injectable } from '@nestjs/common';
import type { Tx } from '@leadstream/persistence';
import type { SubjectAddress } from '@leadstream/privacy';
import { ImportFileService } from '../store/import-file.service.js';
import { type KeptTable, UploadedFileRepository } from '../store/uploaded-file.repository.js';
import { openTable } from '../table/open-table.js';
import { isNamedIn, soughtOf, type SoughtAddresses } from './named-in-cells.rules.js';

/** Finds people in uploaded files, whether their rows were applied or not. */
@Injectable()
export class ImportSearchService {
  constructor(
    private readonly uploads: UploadedFileRepository,
    private readonly files: ImportFileService,
  ) {}

  /**
   * Reads every file of the tenant that is kept, row by row, and marks those in which one of the addresses stands: they are not shown any more, and do
   * not outlive their imports.
   */
  async discardNaming(tx: Tx, addresses: readonly SubjectAddress[]): Promise<void> {
    if (addresses.length === 0) return;
    const sought = soughtOf(addresses);
    for (const table of await this.uploads.findKept(tx, tx.tenantId)) {
      if (await this.names(tx, table, sought)) await this.uploads.updateToDiscarding(tx, tx.tenantId, table.importId);
    }
  }

  private async names(tx: Tx, { importId, fileName, sizeBytes, plan }: KeptTable, sought: SoughtAddresses): Promise<boolean> {
    const { encoding, delimiter, sheet, read, hasHeadings, names } = plan;
    if (isNamedIn(names, sought)) return true;
    try {
      const file = this.files.openIn(tx, importId, sizeBytes);
      const sheets = read?.map(({ name }) => name);
      const { rows } = await openTable(file, { fileName, encoding, delimiter, sheet, sheets, hasHeadings });
      for await (const block of rows) if (block.some(({ cells }) => isNamedIn(cells, sought))) return true;
      return false;
    } catch {
      // What cannot be read any more cannot be cleared of naming somebody; where it is the database, the next statement says so.
      return true;
    }
  }
}
