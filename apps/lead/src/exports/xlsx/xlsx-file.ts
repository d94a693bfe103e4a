import { Readable } from 'node:stream';
import yazl from 'yazl';
import type { FileBlocks, LeadRows, Row } from '../lead-export.js';
import { SHEET_END, SHEET_START, sheetRow } from './sheet-xml.rules.js';
import { sheetPart, workbookParts } from './workbook-parts.js';

/** Rows of one sheet (Excel's specifications and limits); the headings are one of them. */
const MOST_ROWS = 1_048_576;

/**
 * A workbook (.xlsx, ECMA-376) of texts, made as it is read: in memory are one batch of rows and what is being deflated. Rows
 * that do not fit on a sheet go on the next one.
 * @param mostRows of a sheet, headings included; 2 at least
 */
export function xlsxFile(headings: Row, rows: LeadRows, mostRows = MOST_ROWS): FileBlocks {
  const zip = new yazl.ZipFile();
  const fail = (error: Error) => (zip.outputStream as Readable).destroy(error);
  zip.on('error', fail);
  const batches = new OpenBatches(rows);
  // Whoever takes no more of the file wants no more of the rows.
  zip.outputStream.on('close', () => void batches.close());
  const addSheet = (number: number): void => {
    const sheet = Readable.from(sheetXml(headings, batches, mostRows), { objectMode: false });
    sheet.on('error', fail);
    // Whether there is another sheet shows when this one is full.
    sheet.on('end', () => (batches.isOver ? finish(zip, number) : addSheet(number + 1)));
    zip.addReadStream(sheet, sheetPart(number));
  };
  addSheet(1);
  return zip.outputStream as Readable;
}

function finish(zip: yazl.ZipFile, sheets: number): void {
  for (const [name, xml] of Object.entries(workbookParts(sheets))) zip.addBuffer(Buffer.from(xml), name);
  zip.end();
}

async function* sheetXml(headings: Row, batches: OpenBatches, mostRows: number): AsyncGenerator<Buffer> {
  let row = 1;
  yield Buffer.from(SHEET_START + sheetRow(row, headings));
  while (row < mostRows) {
    const batch = await batches.take(mostRows - row);
    if (batch.length === 0) break;
    const rows = batch.map((cells) => sheetRow((row += 1), cells));
    yield Buffer.from(rows.join(''));
  }
  await batches.look();
  yield Buffer.from(SHEET_END);
}

/** Rows of which a part of a batch may be taken. */
class OpenBatches {
  readonly #rows: AsyncIterator<readonly Row[]>;
  #waiting: readonly Row[] = [];
  #isRead = false;

  constructor(rows: LeadRows) {
    this.#rows = rows[Symbol.asyncIterator]();
  }

  /** Whether nothing is left; certain after {@link look}. */
  get isOver(): boolean {
    return this.#isRead && this.#waiting.length === 0;
  }

  /** Reads on until there is a row, or the end. */
  async look(): Promise<void> {
    while (this.#waiting.length === 0 && !this.#isRead) {
      const { value, done } = await this.#rows.next();
      if (done) this.#isRead = true;
      else this.#waiting = value;
    }
  }

  /** Whatever was not taken will not be. */
  async close(): Promise<void> {
    await this.#rows.return?.().catch(() => undefined);
  }

  /** @returns empty at the end only */
  async take(most: number): Promise<readonly Row[]> {
    await this.look();
    const taken = this.#waiting.slice(0, most);
    this.#waiting = this.#waiting.slice(most);
    return taken;
  }
}
