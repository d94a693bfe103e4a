import type { ImportOptions } from '@leadstream/contracts';
import { importErrors } from '../import.errors.js';
import { at, CsvSplitter, type Delimiter } from './csv-splitter.rules.js';
import { dialectOf } from './dialect.rules.js';
import { type Encoding, encodingOf, FileDecoder } from './file-decoder.rules.js';

export interface CsvFile {
  readonly heading: readonly string[];
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  /** The rows below the headings, a block at a time; read once. */
  readonly rows: AsyncIterable<string[][]>;
}

/**
 * Opens a CSV file that comes in blocks; one block and one row are in memory at most.
 * @param stated what the caller knows of the file; the rest is found out
 * @throws DomainError `LEAD.IMPORT_*` for a file that cannot be read, also while rows are being read
 */
export async function openCsv(blocks: AsyncIterable<Buffer>, stated: Pick<ImportOptions, 'encoding' | 'delimiter'>): Promise<CsvFile> {
  const iterator = blocks[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) throw importErrors.IMPORT_NO_ROWS({ detail: 'The file is empty.' });
  const encoding = encodingOf(first.value, stated.encoding);
  const decoder = new FileDecoder(encoding);
  const start = decoder.push(first.value);
  const dialect = dialectOf(start.text, stated.delimiter);
  const splitter = new CsvSplitter(dialect);

  async function* records(): AsyncGenerator<string[][]> {
    let decoded = start;
    for (;;) {
      yield splitter.push(decoded.text);
      if (!decoded.valid) throw undecodable(splitter.line, encoding);
      const next = await iterator.next();
      if (next.done) break;
      decoded = decoder.push(next.value);
    }
    if (!decoder.end().valid) throw undecodable(splitter.line, encoding);
    yield splitter.end();
  }
  const reading = records();
  const { heading, others } = await firstRecord(reading);
  return { heading, encoding, delimiter: dialect.delimiter, rows: prepend(others, reading) };
}

function undecodable(line: number, encoding: Encoding) {
  return importErrors.IMPORT_ENCODING(
    at(line, 'encoding.invalid', `Holds bytes that are not ${encoding}; state the encoding if it is another one.`),
  );
}

async function firstRecord(reading: AsyncIterator<string[][]>): Promise<{ heading: string[]; others: string[][] }> {
  for (;;) {
    const { value, done } = await reading.next();
    if (done) throw importErrors.IMPORT_NO_ROWS({ detail: 'The file has no text.' });
    const [heading, ...others] = value;
    if (heading) return { heading: heading.map((cell) => cell.normalize('NFC').trim()), others };
  }
}

async function* prepend(first: string[][], rest: AsyncIterable<string[][]>): AsyncGenerator<string[][]> {
  yield first;
  yield* rest;
}
