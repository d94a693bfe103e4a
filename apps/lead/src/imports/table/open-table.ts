import { openCsv, type StatedFormat } from '../csv/csv-file.js';
import type { Delimiter } from '../csv/csv-splitter.rules.js';
import type { Encoding } from '../csv/encoding.rules.js';
import { importErrors } from '../import.errors.js';
import { type FileBytes, readWhole } from './file-bytes.js';
import type { FileRecord } from './file-record.js';
import { compoundFileRefusal, directoryStart, kindOf, SIGNATURE_BYTES } from './file-kind.rules.js';
import { headedRecords } from './headed-records.js';
import { openWorkbookTable, type ReadSheet } from './workbook-table.js';

/** What the caller knows of a file; the rest is found out. */
export interface StatedTable extends StatedFormat {
  /** Name under which it was uploaded; it must not belie the content. */
  readonly fileName: string | null;
  /** Of a workbook the one sheet to be read; when left out the first that is visible, and those behind it with the same headings. */
  readonly sheet?: string | undefined;
  /** Of a workbook that was opened before: the sheets that were read. */
  readonly sheets?: readonly string[] | undefined;
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
  | {
      readonly kind: 'workbook';
      /** Names of all worksheets, in the order of their tabs. */
      readonly sheets: readonly string[];
      /** Those of them that are read; their rows stand once all are. */
      readonly read: readonly ReadSheet[];
    };

/** Rows under named columns, whatever kind of file they come from. */
export interface Table {
  readonly format: TableFormat;
  /** Whether the names come from the file; otherwise they are `Column 1`, `Column 2`... */
  readonly hasHeadings: boolean;
  /** No name occurs twice. */
  readonly columns: readonly string[];
  /** What is read to come to its end: the file, or the parts of a workbook as they are expanded. */
  readonly sizeBytes: number;
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
  if (kind === 'workbook') return openWorkbookTable(file, stated);
  const csv = await openCsv(file.read(0, file.sizeBytes), stated);
  const { hasHeadings, columns, rows } = await headedRecords(csv.records, stated.hasHeadings);
  const format = {
    kind: 'csv' as const,
    delimiter: csv.delimiter,
    get encoding() {
      return csv.encoding;
    },
  };
  return { format, hasHeadings, columns, sizeBytes: file.sizeBytes, rows };
}

/**
 * Reads a table to its end.
 * @param look is shown every block of rows on the way
 * @throws DomainError `LEAD.IMPORT_*` where it cannot be, `LEAD.IMPORT_NO_ROWS` where nothing stands below the headings
 */
export async function countRows({ rows }: Pick<Table, 'rows'>, look: (rows: readonly FileRecord[]) => void): Promise<number> {
  let count = 0;
  for await (const block of rows) {
    look(block);
    count += block.length;
  }
  if (count === 0) throw importErrors.IMPORT_NO_ROWS({ detail: 'Nothing stands below the headings.' });
  return count;
}
