import { openCsv, type StatedFormat } from '../csv/csv-file.js';
import type { Delimiter } from '../csv/csv-splitter.rules.js';
import type { Encoding } from '../csv/encoding.rules.js';
import { importErrors } from '../import.errors.js';
import { openWorkbook } from '../xlsx/open-workbook.js';
import { type FileBytes, readWhole } from './file-bytes.js';
import type { FileRecord } from './file-record.js';
import { compoundFileRefusal, directoryStart, kindOf, SIGNATURE_BYTES } from './file-kind.rules.js';
import { columnNames, looksLikeHeadings } from './headings.rules.js';

/** What the caller knows of a file; the rest is found out. */
export interface StatedTable extends StatedFormat {
  /** Name under which it was uploaded; it must not belie the content. */
  readonly fileName: string | null;
  /** Of a workbook the sheet to be read; the first that is visible when left out. */
  readonly sheet?: string | undefined;
  /** Whether the first record names the columns. */
  readonly hasHeadings?: boolean | undefined;
}

export type TableFormat =
  | {
      readonly kind: 'csv';
      readonly delimiter: Delimiter;
      /** As far as the bytes that were read tell; it stands once all rows are read. */
      readonly encoding: Encoding;
    }
  | { readonly kind: 'workbook'; readonly sheet: string; readonly sheets: readonly string[] };

/** Rows under named columns, whatever kind of file they come from. */
export interface Table {
  readonly format: TableFormat;
  /** Whether the names come from the file; otherwise they are `Column 1`, `Column 2`... */
  readonly hasHeadings: boolean;
  /** No name occurs twice. */
  readonly columns: readonly string[];
  /** A block at a time, read once. Rows of a workbook have a cell for every column at least, those of a CSV file as many as it says. */
  readonly rows: AsyncIterable<FileRecord[]>;
}

/**
 * Opens a CSV file or a workbook by its content. Blank records in front of the headings are passed over.
 * @throws DomainError `LEAD.IMPORT_*` for a file that cannot be read, also while rows are being read
 */
export async function openTable(file: FileBytes, stated: StatedTable): Promise<Table> {
  const start = await readWhole(file, 0, SIGNATURE_BYTES);
  const kind = kindOf(start, stated.fileName);
  if (kind === 'compound-file') {
    const directory = directoryStart(start);
    throw compoundFileRefusal(await readWhole(file, directory, directory + 4_096));
  }
  const { format, records } = kind === 'csv' ? await csvTable(file, stated) : await workbookTable(file, stated);
  const reading = records[Symbol.asyncIterator]();
  const { first, others } = await firstRecord(reading);
  const hasHeadings = stated.hasHeadings ?? looksLikeHeadings(first.cells);
  const columns = columnNames(hasHeadings ? first.cells : first.cells.map(() => ''));
  const rows = remaining(hasHeadings ? others : [first, ...others], reading);
  return { format, hasHeadings, columns, rows: kind === 'csv' ? rows : filled(rows, columns.length) };
}

async function csvTable(file: FileBytes, stated: StatedTable): Promise<{ format: TableFormat; records: AsyncIterable<FileRecord[]> }> {
  const csv = await openCsv(file.read(0, file.sizeBytes), stated);
  const format = {
    kind: 'csv' as const,
    delimiter: csv.delimiter,
    get encoding() {
      return csv.encoding;
    },
  };
  return { format, records: csv.records };
}

async function workbookTable(file: FileBytes, stated: StatedTable): Promise<{ format: TableFormat; records: AsyncIterable<FileRecord[]> }> {
  const { records, ...found } = await openWorkbook(file, stated.sheet);
  return { format: { kind: 'workbook', ...found }, records };
}

async function firstRecord(reading: AsyncIterator<FileRecord[]>): Promise<{ first: FileRecord; others: FileRecord[] }> {
  for (;;) {
    const { value, done } = await reading.next();
    if (done) throw importErrors.IMPORT_NO_ROWS({ detail: 'The file has no text.' });
    const index = value.findIndex(({ cells }) => cells.some((cell) => cell.trim() !== ''));
    const first = value[index];
    if (first) return { first, others: value.slice(index + 1) };
  }
}

async function* remaining(first: FileRecord[], reading: AsyncIterator<FileRecord[]>): AsyncGenerator<FileRecord[]> {
  yield first;
  yield* { [Symbol.asyncIterator]: () => reading };
}

/** A workbook does not store the blank cells at the end of a row. */
async function* filled(blocks: AsyncIterable<FileRecord[]>, width: number): AsyncGenerator<FileRecord[]> {
  for await (const rows of blocks) {
    for (const { cells } of rows) while (cells.length < width) cells.push('');
    yield rows;
  }
}
