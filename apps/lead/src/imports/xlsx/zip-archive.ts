import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { DomainError } from '@leadstream/kernel';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import { importErrors } from '../import.errors.js';
import { type FileBytes, readWhole } from '../table/file-bytes.js';
import { expands, refuseBombs, refuseManyEntries } from './zip-limits.rules.js';

/** The directory of a workbook stands at the end of its file and fits in here, so that it is read once and not in hundreds of pieces. */
const TAIL_BYTES = 128 * 1024;

/** The parts of an Office document (ECMA-376, part 2): a zip archive whose sizes were checked before anything is inflated. */
export class ZipArchive {
  private constructor(
    private readonly zip: ZipFile,
    private readonly source: StoredBytes,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** @throws DomainError `LEAD.IMPORT_WORKBOOK`, `LEAD.IMPORT_EXPANDS`, `LEAD.IMPORT_ENCRYPTED` */
  static async open(file: FileBytes): Promise<ZipArchive> {
    const tailStart = Math.max(0, file.sizeBytes - TAIL_BYTES);
    const source = new StoredBytes(file, tailStart, await readWhole(file, tailStart, file.sizeBytes));
    return source.guard(async () => {
      const options = { autoClose: false, validateEntrySizes: false };
      const zip = await fromRandomAccessReaderPromise(source, file.sizeBytes, options);
      refuseManyEntries(zip.entryCount);
      const entries: Entry[] = [];
      for await (const entry of zip.eachEntry()) entries.push(entry);
      if (entries.some((entry) => entry.isEncrypted())) throw importErrors.IMPORT_ENCRYPTED();
      refuseBombs(entries, file.sizeBytes);
      const byName = new Map(entries.map((entry) => [partName(entry.fileName), entry]));
      if (byName.size < entries.length) throw unreadable('workbook.zip', 'Two parts have the same name.');
      return new ZipArchive(zip, source, byName);
    });
  }

  /** Of all parts, as they are expanded. */
  get sizeBytes(): number {
    return [...this.entries.values()].reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  }

  has(name: string): boolean {
    return this.entries.has(partName(name));
  }

  /**
   * The content of a part, in blocks.
   * @throws DomainError `LEAD.IMPORT_WORKBOOK` when it is not there or damaged, `LEAD.IMPORT_EXPANDS` when it is larger than declared
   */
  async *read(name: string): AsyncGenerator<Buffer> {
    const entry = this.entries.get(partName(name));
    if (!entry) throw unreadable('workbook.part_missing', `Has no part ${name}.`);
    const stream = await this.source.guard(() => this.zip.openReadStreamPromise(entry));
    const blocks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    let sizeBytes = 0;
    let checksum = 0;
    try {
      for (;;) {
        const { value, done } = await this.source.guard(() => blocks.next());
        if (done) break;
        sizeBytes += value.length;
        if (sizeBytes > entry.uncompressedSize) throw expands('zip.declared_size', 'A part is larger than the archive says.');
        checksum = crc32(value, checksum);
        yield value;
      }
    } finally {
      stream.destroy();
    }
    if (sizeBytes < entry.uncompressedSize || checksum !== entry.crc32) throw unreadable('workbook.zip', `The part ${name} is damaged.`);
  }
}

/** Names of parts are compared without case (ECMA-376, part 2, 6.2.2.3). */
function partName(name: string): string {
  return name.replace(/^\//, '').toLowerCase();
}

/** Lets the archive's reader at the stored bytes, and keeps apart whether these or the archive failed. */
class StoredBytes extends RandomAccessReader {
  private failure: unknown;

  constructor(
    private readonly file: FileBytes,
    private readonly tailStart: number,
    private readonly tail: Buffer,
  ) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(
      start >= this.tailStart ? [this.tail.subarray(start - this.tailStart, end - this.tailStart)] : this.blocks(start, end),
    );
  }

  /** Runs what reads the archive: its complaints are about the file, unless the bytes could not be had. */
  async guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (this.failure !== undefined) throw this.failure;
      if (error instanceof DomainError) throw error;
      throw unreadable('workbook.zip', 'Is not a complete zip archive.', error);
    }
  }

  private async *blocks(start: number, end: number): AsyncGenerator<Buffer> {
    try {
      yield* this.file.read(start, end);
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }
}

/** Refuses a workbook that is not as the format demands. */
export function unreadable(code: string, message: string, cause?: unknown) {
  return importErrors.IMPORT_WORKBOOK({ detail: message, errors: [{ path: 'file', code, message }], cause });
}
