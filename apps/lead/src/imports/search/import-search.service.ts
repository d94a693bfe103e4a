import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { ImportFileService, LostChunkError } from '../store/import-file.service.js';
import { type KeptTable, UploadedFileRepository } from '../store/uploaded-file.repository.js';
import type { FileBytes } from '../table/file-bytes.js';
import { openTable } from '../table/open-table.js';
import { isNamedIn, type SoughtAddresses } from './named-in-cells.rules.js';

/** Finds people in uploaded files, whether their rows were applied or not. */
@Injectable()
export class ImportSearchService {
  constructor(
    private readonly uploads: UploadedFileRepository,
    private readonly files: ImportFileService,
  ) {}

  /** The next file of the tenant that is kept and outlives its import, but for those of some imports. */
  findNextKept(tx: Tx, except: readonly Uuid[]): Promise<KeptTable | undefined> {
    return this.uploads.findNextKept(tx, tx.tenantId, except);
  }

  /**
   * Whether one of the addresses stands in a file: reads it row by row, each piece in a transaction of its own.
   * @throws what the database threw, or the reason of the signal
   */
  async isNamed(tenantId: Uuid, table: KeptTable, sought: SoughtAddresses, signal: AbortSignal): Promise<boolean> {
    const { importId, fileName, sizeBytes, plan } = table;
    const { encoding, delimiter, sheet, read, hasHeadings, names } = plan;
    if (isNamedIn(names, sought)) return true;
    const file = new WatchedBytes(this.files.open(tenantId, importId, sizeBytes), signal);
    try {
      const sheets = read?.map(({ name }) => name);
      const { rows } = await openTable(file, { fileName, encoding, delimiter, sheet, sheets, hasHeadings });
      for await (const block of rows) if (block.some(({ cells }) => isNamedIn(cells, sought))) return true;
      return false;
    } catch {
      // What cannot be read any more cannot be cleared of naming somebody.
      file.throwIfBroken();
      return true;
    }
  }

  /** They are not shown any more, and do not outlive their imports. */
  discard(tx: Tx, importIds: readonly Uuid[]): Promise<void> {
    return this.uploads.updateToDiscarding(tx, tx.tenantId, importIds);
  }
}

/** Tells a file that is damaged from a database that does not answer. */
class WatchedBytes implements FileBytes {
  #broken: { readonly error: unknown } | undefined;

  constructor(
    private readonly file: FileBytes,
    private readonly signal: AbortSignal,
  ) {}

  get sizeBytes(): number {
    return this.file.sizeBytes;
  }

  async *read(start: number, end: number): AsyncGenerator<Buffer> {
    try {
      for await (const piece of this.file.read(start, end)) {
        this.signal.throwIfAborted();
        yield piece;
      }
    } catch (error) {
      if (!(error instanceof LostChunkError)) this.#broken = { error };
      throw error;
    }
  }

  throwIfBroken(): void {
    if (this.#broken !== undefined) throw this.#broken.error;
  }
}
