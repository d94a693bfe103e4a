import type { CellReader } from '../columns/export-columns.rules.js';
import type { FileBlocks, LeadSelection } from '../lead-export.js';
import { writeCell } from '../../lead/values/spreadsheet-cell.rules.js';

/** Tells programs that read a file without being told otherwise that it is UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';

/** Spaces at the ends of a cell count (RFC 4180, 2.4), but not every reader knows that of cells without quotes. */
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/** A CSV file (RFC 4180) in UTF-8 with byte order mark, a block for each of the leads' batches. */
export async function* csvFile(headings: readonly string[], readers: readonly CellReader[], leads: LeadSelection): FileBlocks {
  let block = BYTE_ORDER_MARK + csvRow(headings);
  for await (const batch of leads) {
    for (const lead of batch) block += csvRow(readers.map((read) => read(lead)));
    yield Buffer.from(block);
    block = '';
  }
  if (block !== '') yield Buffer.from(block);
}

function csvRow(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(text: string): string {
  const cell = writeCell(text);
  return NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
