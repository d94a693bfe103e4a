import { importErrors } from '../import.errors.js';
import type { FileBytes } from '../table/file-bytes.js';
import type { FileRecord } from '../table/file-record.js';
import { type SheetContext, SheetReader } from './sheet-reader.rules.js';
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

/** A workbook of which several sheets can be read, one after the other. */
export interface OpenSheets {
  /** Names of all worksheets, in the order of their tabs. */
  readonly sheets: readonly string[];
  /** Of all parts, as they are expanded. */
  readonly sizeBytes: number;
  /** @throws DomainError `LEAD.IMPORT_OPTIONS` for one that is not there; the first that is visible when left out */
  choose(sheet: string | undefined): string;
  /** Names of the visible sheets behind one. */
  behind(sheet: string): readonly string[];
  /** @param sheet one of `sheets` */
  recordsOf(sheet: string): AsyncGenerator<FileRecord[]>;
}

/**
 * Opens a sheet of a workbook.
 * @param sheet its name; the first that is visible when left out
 * @throws as {@link openSheets}, and `LEAD.IMPORT_OPTIONS` for a sheet that is not there; those of a sheet also while records are read
 */
export async function openWorkbook(file: FileBytes, sheet?: string): Promise<SheetRecords> {
  const workbook = await openSheets(file);
  const chosen = workbook.choose(sheet);
  return { sheet: chosen, sheets: workbook.sheets, records: workbook.recordsOf(chosen) };
}

/**
 * Opens a workbook (.xlsx, ECMA-376). In memory are the strings that its cells share, within bounds, and the rows of one inflated block.
 * @throws DomainError `LEAD.IMPORT_WORKBOOK`, `LEAD.IMPORT_EXPANDS`, `LEAD.IMPORT_ENCRYPTED`, `LEAD.IMPORT_FILE_TYPE`
 */
export async function openSheets(file: FileBytes): Promise<OpenSheets> {
  const archive = await ZipArchive.open(file);
  const workbook = await readWorkbook(archive);
  const sheets = workbook.sheets.map(({ name }) => name);
  let context: Promise<SheetContext> | undefined;
  return {
    sheets,
    sizeBytes: archive.sizeBytes,
    choose: (sheet) => sheetOf(workbook, sheet).name,
    behind: (sheet) => workbook.sheets.slice(sheets.indexOf(sheet) + 1).flatMap(({ name, isVisible }) => (isVisible ? [name] : [])),
    async *recordsOf(sheet) {
      const { part } = sheetOf(workbook, sheet);
      context ??= contextOf(archive, workbook);
      const reader = new SheetReader(await context);
      for await (const _block of readXml(part, archive.read(part), reader)) yield reader.take();
    },
  };
}

async function contextOf(archive: ZipArchive, { stylesPart, stringsPart, is1904 }: Workbook): Promise<SheetContext> {
  const formats = await readStyles(archive, stylesPart);
  const strings = await readStrings(archive, stringsPart);
  return { stringAt: (index) => strings.get(index), formats, is1904 };
}

function sheetOf({ sheets }: Workbook, name: string | undefined): Workbook['sheets'][number] {
  const found = name === undefined ? (sheets.find(({ isVisible }) => isVisible) ?? sheets[0]) : sheets.find((sheet) => sheet.name === name);
  if (found) return found;
  if (name === undefined) throw unreadable('workbook.no_sheet', 'Has no worksheet.');
  const message = 'The workbook has no sheet of this name.';
  throw importErrors.IMPORT_OPTIONS({ errors: [{ path: 'options.sheet', code: 'sheet.unknown', message }] });
}
