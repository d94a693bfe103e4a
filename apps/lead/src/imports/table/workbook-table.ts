import { DomainError } from '@leadstream/kernel';
import { openSheets, type OpenSheets } from '../xlsx/open-workbook.js';
import type { FileBytes } from './file-bytes.js';
import type { FileRecord } from './file-record.js';
import { headedRecords } from './headed-records.js';
import type { StatedTable, Table } from './open-table.js';

/** A sheet that is read, and its rows below the headings. */
export interface ReadSheet {
  readonly name: string;
  readonly rows: number;
}

/**
 * A table of a workbook: of one sheet, and unless one was asked for, of the visible ones behind it that have the same headings. A table
 * that is too long for a sheet is parted so, by our own exports as well.
 */
export async function openWorkbookTable(file: FileBytes, stated: StatedTable): Promise<Table> {
  const workbook = await openSheets(file);
  const sheet = workbook.choose(stated.sheets?.[0] ?? stated.sheet);
  const { hasHeadings, columns, rows } = await headedRecords(workbook.recordsOf(sheet), stated.hasHeadings);
  const isOne = stated.sheet !== undefined || !hasHeadings;
  const further = stated.sheets?.slice(1) ?? (isOne ? [] : await sheetsWithHeadings(workbook, workbook.behind(sheet), columns));
  const counts = new Map<string, number>();
  const counted = async function* (name: string, blocks: AsyncIterable<FileRecord[]>): AsyncGenerator<FileRecord[]> {
    for await (const block of blocks) {
      counts.set(name, (counts.get(name) ?? 0) + block.length);
      yield filled(block, columns.length);
    }
  };
  const all = async function* (): AsyncGenerator<FileRecord[]> {
    yield* counted(sheet, rows);
    for (const name of further) yield* counted(name, (await headedRecords(workbook.recordsOf(name), true)).rows);
  };
  return {
    format: {
      kind: 'workbook',
      sheets: workbook.sheets,
      get read() {
        return [sheet, ...further].map((name) => ({ name, rows: counts.get(name) ?? 0 }));
      },
    },
    hasHeadings,
    columns,
    sizeBytes: workbook.sizeBytes,
    rows: all(),
  };
}

/** One that cannot be read has no headings; a file is not refused for what nobody wants of it. */
async function sheetsWithHeadings(workbook: OpenSheets, names: readonly string[], columns: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const name of names) {
    try {
      const begun = await headedRecords(workbook.recordsOf(name), true);
      await begun.close();
      if (begun.columns.length === columns.length && begun.columns.every((column, index) => column === columns[index])) found.push(name);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }
  return found;
}

/** A workbook does not store the blank cells at the end of a row. */
function filled(rows: FileRecord[], width: number): FileRecord[] {
  for (const { cells } of rows) while (cells.length < width) cells.push('');
  return rows;
}
