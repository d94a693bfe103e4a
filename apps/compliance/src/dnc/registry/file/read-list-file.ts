import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { complianceErrors } from '../../../compliance.errors.js';
import type { NationalNumber } from '../national-number.rules.js';
import { type RowProblem, RowReader, type RowSink } from './row-reader.rules.js';

const SAMPLES = 20;
/** More bad rows than that, and than one in a hundred, are no slips: it is another kind of file. */
const FORGIVEN_ROWS = 100;
const FORGIVEN_SHARE = 0.01;
const GZIP = Buffer.from([0x1f, 0x8b]);
/** That the text is UTF-8, as some programs write it in front. */
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Takes the numbers of a file, in its order. */
export interface NumberSink {
  add(number: NationalNumber): void;
  remove(number: NationalNumber): void;
}

/** What was found in a file. */
export interface FileSummary {
  /** Rows that are not blank. */
  readonly rows: number;
  /** Rows that are none of the list's. */
  readonly refused: number;
  /** The first of them; never what stands there, which may be somebody's number. */
  readonly samples: readonly { readonly line: number; readonly problem: RowProblem }[];
}

/**
 * Reads a list of numbers or of changes, gzip or plain, in bounded memory. What a sink was given by a file that is then refused counts
 * for nothing.
 * @throws DomainError `COMPLIANCE.DNC_FILE_TYPE`, `..._DAMAGED`, `..._CUT_OFF`, `..._EMPTY` or `..._NO_LIST`
 */
export async function readListFile(bytes: AsyncIterable<Buffer>, isDelta: boolean, sink: NumberSink): Promise<FileSummary> {
  const rows = new CountedRows(sink);
  const reader = new RowReader(rows, isDelta);
  await throughPlainBytes(bytes, (piece) => {
    if (!reader.push(piece)) throw complianceErrors.DNC_FILE_TYPE({ detail: 'The file is no text.' });
  });
  const isWhole = reader.end();
  const summary = rows.summary();
  if (!isWhole) throw complianceErrors.DNC_FILE_CUT_OFF({ detail: 'The last row breaks off.' });
  if (summary.refused > FORGIVEN_ROWS && summary.refused > summary.rows * FORGIVEN_SHARE)
    throw complianceErrors.DNC_FILE_NO_LIST({
      detail: `${summary.refused} of ${summary.rows} rows are no numbers.`,
      extra: { ...summary },
    });
  if (summary.rows === summary.refused) throw complianceErrors.DNC_FILE_EMPTY({ detail: 'No row has a number.', extra: { ...summary } });
  return summary;
}

class CountedRows implements RowSink {
  #rows = 0;
  #refused = 0;
  readonly #samples: { line: number; problem: RowProblem }[] = [];

  constructor(private readonly sink: NumberSink) {}

  add(number: NationalNumber): void {
    this.#rows += 1;
    this.sink.add(number);
  }

  remove(number: NationalNumber): void {
    this.#rows += 1;
    this.sink.remove(number);
  }

  refuse(line: number, problem: RowProblem): void {
    this.#rows += 1;
    this.#refused += 1;
    if (this.#samples.length < SAMPLES) this.#samples.push({ line, problem });
  }

  summary(): FileSummary {
    return { rows: this.#rows, refused: this.#refused, samples: this.#samples };
  }
}

/** @throws DomainError when the packing of the file is not what it should be */
async function throughPlainBytes(bytes: AsyncIterable<Buffer>, take: (piece: Buffer) => void): Promise<void> {
  const source = bytes[Symbol.asyncIterator]();
  const beginning = await firstBytes(source, GZIP.length);
  const all = Readable.from(resumed(beginning, source), { objectMode: false });
  if (!beginning.subarray(0, GZIP.length).equals(GZIP)) return pipeline(all, (pieces) => takeText(pieces, take));
  try {
    await pipeline(all, createGunzip(), (pieces) => takeText(pieces, take));
  } catch (error) {
    if (!isZlibError(error)) throw error;
    throw complianceErrors.DNC_FILE_DAMAGED({ detail: 'The file cannot be unpacked to its end.', cause: error });
  }
}

/** Leaves a byte order mark out. */
async function takeText(pieces: AsyncIterable<Buffer>, take: (piece: Buffer) => void): Promise<void> {
  const source = pieces[Symbol.asyncIterator]();
  const beginning = await firstBytes(source, MARK.length);
  take(beginning.subarray(0, MARK.length).equals(MARK) ? beginning.subarray(MARK.length) : beginning);
  for (let next = await source.next(); !next.done; next = await source.next()) take(next.value);
}

async function firstBytes(source: AsyncIterator<Buffer>, length: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (let sizeBytes = 0; sizeBytes < length;) {
    const { value, done } = await source.next();
    if (done) break;
    pieces.push(value);
    sizeBytes += value.length;
  }
  return Buffer.concat(pieces);
}

async function* resumed(start: Buffer, source: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (start.length > 0) yield start;
  for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
}

function isZlibError(error: unknown): boolean {
  return /^Z_/.test(String((error as { code?: unknown }).code));
}
