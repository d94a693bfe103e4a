import { importErrors } from '../import.errors.js';
import { countRows, type Table } from '../table/open-table.js';
import { ShownOrders } from './date-order.rules.js';
import type { PlannedFormat } from './import-plan.js';
import { plannedFormat } from './plan.rules.js';

/** What a file is, known once it was read to its end. */
export interface FileReading {
  readonly format: PlannedFormat;
  readonly rowsTotal: number;
}

/**
 * Reads a table to its end, all that is read of it: counts its rows and looks at the order of its dates.
 * @throws DomainError `LEAD.IMPORT_*` where it cannot be, `LEAD.IMPORT_NO_ROWS` where nothing stands below the headings
 */
export async function readThrough(table: Table): Promise<FileReading> {
  const dates = new ShownOrders(table.columns.length);
  const rowsTotal = await countRows(table, (rows) => dates.note(rows));
  return { format: { ...plannedFormat(table), dateOrders: dates.orders }, rowsTotal };
}

/** Enough for the order of its dates to show. */
const FIRST_ROWS = 1_000;

/**
 * Reads the first rows of a table. Of a CSV file whose encoding was not stated none is told: bytes further down decide it.
 * @throws as {@link readThrough}
 */
export async function readBeginning(table: Table, hasEncoding: boolean): Promise<PlannedFormat> {
  const dates = new ShownOrders(table.columns.length);
  let rows = 0;
  for await (const block of table.rows) {
    dates.note(block);
    rows += block.length;
    if (rows >= FIRST_ROWS) break;
  }
  if (rows === 0) throw importErrors.IMPORT_NO_ROWS({ detail: 'Nothing stands below the headings.' });
  const { encoding, ...format } = plannedFormat(table);
  return { ...format, ...(encoding !== undefined && hasEncoding && { encoding }), dateOrders: dates.orders };
}
