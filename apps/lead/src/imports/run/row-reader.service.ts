import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { CLOCK } from '../../tokens.js';
import type { NumberedRow } from '../apply/apply-rows.rules.js';
import { RepeatedRows } from '../apply/repeats/repeated-rows.js';
import { CustomColumnService } from '../plan/custom-column.service.js';
import type { ImportPlan, StoredTable } from '../plan/import-plan.js';
import { readRow } from '../plan/row.rules.js';
import { openTable, type Table } from '../table/open-table.js';
import { ImportFileService } from '../store/import-file.service.js';
import { ImportRowRepository } from '../store/import-row.repository.js';
import type { ImportClaim } from '../store/import.repository.js';

/** Of so many rows that are done at a time it is asked which went in. */
const DONE_ROWS = 10_000;

/** Reads the rows of a stored file, as often as they are needed, always the same. */
@Injectable()
export class RowReaderService {
  constructor(
    private readonly files: ImportFileService,
    private readonly columns: CustomColumnService,
    private readonly database: TenantDatabase,
    private readonly rows: ImportRowRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `LEAD.IMPORT_*` for a file that cannot be read; it could be when it was accepted */
  open({ tenantId, importId }: Pick<ImportClaim, 'tenantId' | 'importId'>, { plan, fileName, sizeBytes }: StoredTable): Promise<Table> {
    const { encoding, delimiter, sheet, read, hasHeadings } = plan;
    const sheets = read?.map(({ name }) => name);
    return openTable(this.files.open(tenantId, importId, sizeBytes), { fileName, encoding, delimiter, sheet, sheets, hasHeadings });
  }

  /**
   * What tells rows from those above them; undefined where nobody asks.
   * @param isDry whether rows are to be told from those above them by every identifier
   */
  async repeatsOf(plan: ImportPlan, isDry: boolean): Promise<RepeatedRows | undefined> {
    return isDry || plan.onRepeat === 'skip' ? new RepeatedRows(plan, (await this.columns.names()).customFields, isDry) : undefined;
  }

  /**
   * The rows behind the first `rowsDone`, in batches.
   * @param repeats is told which of the rows before them went in
   */
  async *rowsFrom(
    claim: ImportClaim,
    file: StoredTable,
    rowsDone: number,
    batchRows: number,
    repeats: RepeatedRows | undefined,
  ): AsyncGenerator<NumberedRow[]> {
    const plan = { ...file.plan, vocabulary: (await this.columns.names()).vocabulary };
    const now = this.clock.now();
    let rowNumber = 0;
    let leftOut: ReadonlySet<number> = new Set();
    let batch: NumberedRow[] = [];
    for await (const block of (await this.open(claim, file)).rows) {
      for (const record of block) {
        const { line, cells } = record;
        rowNumber += 1;
        // What is done already is read only where later rows may repeat it.
        if (rowNumber <= rowsDone && !repeats) continue;
        if (rowNumber <= rowsDone && rowNumber % DONE_ROWS === 1) leftOut = await this.leftOutFrom(claim, rowNumber, rowsDone);
        const reading = readRow(cells, plan, now, record);
        if (rowNumber <= rowsDone) {
          if ('row' in reading && !leftOut.has(rowNumber)) repeats?.noteDone(rowNumber, reading.row);
          continue;
        }
        batch.push({ rowNumber, line, cells, reading });
        if (batch.length < batchRows) continue;
        yield batch;
        batch = [];
      }
    }
    if (batch.length > 0) yield batch;
  }

  private async leftOutFrom({ tenantId, importId }: ImportClaim, first: number, rowsDone: number): Promise<ReadonlySet<number>> {
    const last = Math.min(first + DONE_ROWS - 1, rowsDone);
    return new Set(await this.database.readInTenant(tenantId, (tx) => this.rows.findLeftOutBetween(tx, tenantId, importId, first, last)));
  }
}
