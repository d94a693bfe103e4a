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
