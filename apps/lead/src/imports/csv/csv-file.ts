import type { ImportOptions } from '@leadstream/contracts';
import { readCell } from '../../lead/values/spreadsheet-cell.rules.js';
import { importErrors } from '../import.errors.js';
import { at, CsvSplitter, type Delimiter } from './csv-splitter.rules.js';
import { dialectOf, type Sample } from './dialect.rules.js';
import { type Encoding, type EncodingGuess, encodingOf } from './encoding.rules.js';
import { FileDecoder } from './file-decoder.rules.js';
import type { FileRecord } from '../table/file-record.js';

/** Enough for its encoding and its delimiter to show. */
const SAMPLE_BYTES = 64 * 1024;

/** What the caller knows of a file; the rest is found out. */
export type StatedFormat = Pick<ImportOptions, 'encoding' | 'delimiter'>;

export interface CsvRecords {
  /** As far as the bytes that were read tell; it stands once all records are read. */
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  /** Headings and rows alike, a block at a time; read once. */
  readonly records: AsyncIterable<FileRecord[]>;
}

/**
 * Opens a CSV file that comes in blocks; besides the first 64 KiB, one block and one record are in memory at most.
 * @throws DomainError `LEAD.IMPORT_*` for a file that cannot be read, also while records are being read
 */
export async function openCsv(blocks: AsyncIterable<Buffer>, stated: StatedFormat): Promise<CsvRecords> {
  const iterator = blocks[Symbol.asyncIterator]();
  const { taken, isWhole } = await takeSample(iterator);
  if (taken.length === 0) throw importErrors.IMPORT_NO_ROWS({ detail: 'The file is empty.' });
  const start = Buffer.concat(taken);
  const guess = encodingOf(start, stated.encoding);
  const dialect = dialectOf(sampleOf(start, guess, isWhole), stated.delimiter);
  const decoder = new FileDecoder(guess);
  const records = split(all(taken, iterator), decoder, new CsvSplitter(dialect));
  return {
    get encoding() {
      return decoder.encoding;
    },
    delimiter: dialect.delimiter,
    records: dialect.hasSeparatorLine ? withoutFirst(records) : records,
  };
}

async function* split(blocks: AsyncIterable<Buffer>, decoder: FileDecoder, splitter: CsvSplitter): AsyncGenerator<FileRecord[]> {
  const undecodable = () => {
    const message = `Holds bytes that are not ${decoder.encoding}; state the encoding if it is another one.`;
    return importErrors.IMPORT_ENCODING(at(splitter.line, 'encoding.invalid', message, { column: splitter.column, text: splitter.shown }));
  };
  for await (const block of blocks) {
    const { text, valid } = decoder.push(block);
    yield asMeant(splitter.push(text));
    if (!valid) throw undecodable();
  }
  const { text, valid } = decoder.end();
  yield asMeant(splitter.push(text));
  if (!valid) throw undecodable();
  yield asMeant(splitter.end());
}

/** Without the apostrophes that keep spreadsheet programs from calculating. */
function asMeant(records: FileRecord[]): FileRecord[] {
  return records.map((record) => ({ ...record, cells: record.cells.map(readCell) }));
}

function sampleOf(start: Buffer, guess: EncodingGuess, isWhole: boolean): Sample {
  return { text: new FileDecoder(guess).push(start).text, isWhole };
}

async function takeSample(iterator: AsyncIterator<Buffer>): Promise<{ taken: Buffer[]; isWhole: boolean }> {
  const taken: Buffer[] = [];
  for (let sizeBytes = 0; sizeBytes < SAMPLE_BYTES;) {
    const { value, done } = await iterator.next();
    if (done) return { taken, isWhole: true };
    taken.push(value);
    sizeBytes += value.length;
  }
  return { taken, isWhole: false };
}

async function* all(taken: readonly Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield* taken;
  yield* { [Symbol.asyncIterator]: () => rest };
}

async function* withoutFirst(records: AsyncIterable<FileRecord[]>): AsyncGenerator<FileRecord[]> {
  let isFirst = true;
  for await (const block of records) {
    yield isFirst ? block.slice(1) : block;
    if (block.length > 0) isFirst = false;
  }
}
