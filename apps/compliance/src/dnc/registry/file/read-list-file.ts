import { complianceErrors } from '../../../compliance.errors.js';
import type { NationalNumber } from '../national-number.rules.js';
import { throughPlainBytes } from './plain-bytes.js';
import { type RowProblem, RowReader, type RowSink } from './row-reader.rules.js';

/** Refused rows that are told. */
export const SAMPLES = 20;
/** More bad rows than that, and than one in a hundred, are no slips: it is another kind of file. */
const FORGIVEN_ROWS = 100;
const FORGIVEN_SHARE = 0.01;

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
  refuseMostlyBad(summary);
  return summary;
}

/** @throws DomainError `COMPLIANCE.DNC_FILE_EMPTY`, `COMPLIANCE.DNC_FILE_NO_LIST` */
export function refuseMostlyBad(summary: { readonly rows: number; readonly refused: number }): void {
  const { rows, refused } = summary;
  if (refused > FORGIVEN_ROWS && refused > rows * FORGIVEN_SHARE)
    throw complianceErrors.DNC_FILE_NO_LIST({ detail: `${refused} of ${rows} rows cannot be read.`, extra: { ...summary } });
  if (rows === refused) throw complianceErrors.DNC_FILE_EMPTY({ detail: 'No row can be read.', extra: { ...summary } });
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
