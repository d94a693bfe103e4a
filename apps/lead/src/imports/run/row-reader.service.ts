import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '@leadstream/kernel';
import { CLOCK } from '../../tokens.js';
import type { NumberedRow } from '../apply/apply-rows.rules.js';
import { RepeatedRows } from '../apply/repeats/repeated-rows.js';
import { CustomColumnService } from '../plan/custom-column.service.js';
import type { StoredTable } from '../plan/import-plan.js';
import { readRow } from '../plan/row.rules.js';
import { openTable, type Table } from '../table/open-table.js';
import { ImportFileService } from '../store/import-file.service.js';
import type { ImportClaim } from '../store/import.repository.js';

/** Reads the rows of a stored file, as often as they are needed, always the same. */
@Injectable()
export class RowReaderService {
  constructor(
    private readonly files: ImportFileService,
    private readonly columns: CustomColumnService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `LEAD.IMPORT_*` for a file that cannot be read; it could be when it was accepted */
  open({ tenantId, importId }: Pick<ImportClaim, 'tenantId' | 'importId'>, { plan, fileName, sizeBytes }: StoredTable): Promise<Table> {
    const { encoding, delimiter, sheet, read, hasHeadings } = plan;
    const sheets = read?.map(({ name }) => name);
    return openTable(this.files.open(tenantId, importId, sizeBytes), { fileName, encoding, delimiter, sheet, sheets, hasHeadings });
  }

  /**
   * The rows behind the first `rowsDone`, in batches.
   * @param isDry whether rows are to be told from those above them by every identifier
   */
  async *rowsFrom(
    claim: ImportClaim,
    file: StoredTable,
    rowsDone: number,
    batchRows: number,
    isDry: boolean,
  ): AsyncGenerator<NumberedRow[]> {
    const { customFields, vocabulary } = await this.columns.names();
    const plan = { ...file.plan, vocabulary };
    const repeated = isDry || plan.onRepeat === 'skip' ? new RepeatedRows(plan, customFields, isDry) : undefined;
    const now = this.clock.now();
    let rowNumber = 0;
    let batch: NumberedRow[] = [];
    for await (const block of (await this.open(claim, file)).rows) {
      for (const { line, cells } of block) {
        rowNumber += 1;
        // What is done already is read only where later rows may repeat it.
        if (rowNumber <= rowsDone && !repeated) continue;
        const reading = readRow(cells, plan, now);
        const repetition = repeated?.note(rowNumber, reading);
        if (rowNumber <= rowsDone) continue;
        batch.push({ rowNumber, line, cells, reading, ...(repetition && { repetition }) });
        if (batch.length < batchRows) continue;
        yield batch;
        batch = [];
      }
    }
    if (batch.length > 0) yield batch;
  }
}
