import { importErrors } from '../import.errors.js';
import type { FileRecord } from './file-record.js';
import { columnNames, looksLikeHeadings } from './headings.rules.js';

/** Records of which the first may name the columns. */
export interface HeadedRecords {
  /** Whether the names come from the file; otherwise they are `Column 1`, `Column 2`... */
  readonly hasHeadings: boolean;
  /** No name occurs twice. */
  readonly columns: readonly string[];
  /** A block at a time, read once. */
  readonly rows: AsyncIterable<FileRecord[]>;
  /** Lets go of a file of which no more is read. */
  close(): Promise<void>;
}

/**
 * Reads the headings; blank records in front of them are passed over.
 * @param stated whether the first record names the columns; found out when left out
 * @throws DomainError `LEAD.IMPORT_NO_ROWS` where all is blank
 */
export async function headedRecords(records: AsyncIterable<FileRecord[]>, stated: boolean | undefined): Promise<HeadedRecords> {
  const reading = records[Symbol.asyncIterator]();
  const { first, others } = await firstRecord(reading);
  if (first.broken && stated !== false) throw first.broken.refusal();
  const hasHeadings = stated ?? looksLikeHeadings(first.cells);
  return {
    hasHeadings,
    columns: columnNames(hasHeadings ? first.cells : first.cells.map(() => '')),
    rows: remaining(hasHeadings ? others : [first, ...others], reading),
    close: async () => void (await reading.return?.()),
  };
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
