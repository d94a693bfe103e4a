import { importErrors } from '../import.errors.js';
import type { FileBytes } from '../table/file-bytes.js';
import type { FileRecord } from '../table/file-record.js';
import { SheetReader } from './sheet-reader.rules.js';
import { readStrings, readStyles, readWorkbook, type Workbook } from './workbook-parts.js';
import { readXml } from './xml-reader.js';
import { unreadable, ZipArchive } from './zip-archive.js';

export interface SheetRecords {
  /** Name of the sheet that is read. */
  readonly sheet: string;
  /** Names of all worksheets, in the order of their tabs. */
  readonly sheets: readonly string[];
  /** Headings and rows alike, a block at a time, without blank cells at their ends; read once. */
  readonly records: AsyncIterable<FileRecord[]>;
}

/**
 * Opens a sheet of a workbook (.xlsx, ECMA-376). In memory are the strings that its cells share, within bounds, and the rows of one
 * inflated block.
 * @param sheet its name; the first that is visible when left out
 * @throws DomainError `LEAD.IMPORT_WORKBOOK`, `LEAD.IMPORT_EXPANDS`, `LEAD.IMPORT_ENCRYPTED`, `LEAD.IMPORT_FILE_TYPE`,
 *   `LEAD.IMPORT_OPTIONS` for a sheet that is not there; those of a sheet also while records are read
 */
export async function openWorkbook(file: FileBytes, sheet?: string): Promise<SheetRecords> {
  const archive = await ZipArchive.open(file);
  const workbook = await readWorkbook(archive);
  const chosen = sheetOf(workbook, sheet);
  return { sheet: chosen.name, sheets: workbook.sheets.map(({ name }) => name), records: readSheet(archive, workbook, chosen.part) };
}

async function* readSheet(archive: ZipArchive, workbook: Workbook, part: string): AsyncGenerator<FileRecord[]> {
  const formats = await readStyles(archive, workbook.stylesPart);
  const strings = await readStrings(archive, workbook.stringsPart);
  const reader = new SheetReader({ stringAt: (index) => strings.get(index), formats, is1904: workbook.is1904 });
  for await (const _block of readXml(part, archive.read(part), reader)) yield reader.take();
}

function sheetOf({ sheets }: Workbook, name: string | undefined): Workbook['sheets'][number] {
  const found = name === undefined ? (sheets.find(({ isVisible }) => isVisible) ?? sheets[0]) : sheets.find((sheet) => sheet.name === name);
  if (found) return found;
  if (name === undefined) throw unreadable('workbook.no_sheet', 'Has no worksheet.');
  const message = 'The workbook has no sheet of this name.';
  throw importErrors.IMPORT_OPTIONS({ errors: [{ path: 'options.sheet', code: 'sheet.unknown', message }] });
}
