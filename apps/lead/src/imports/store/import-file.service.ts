import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import type { LeadConfig } from '../../config.js';
import { CONFIG } from '../../tokens.js';
import { importErrors } from '../import.errors.js';
import type { FileBytes } from '../table/file-bytes.js';
import { ImportChunkRepository } from './import-chunk.repository.js';
import { type UploadedTable, UploadedFileRepository } from './uploaded-file.repository.js';

/** Every chunk but the last has as many. Small enough that a few of them fit into memory for every upload at a time. */
const CHUNK_BYTES = 256 * 1024;

export interface StoredFile {
  readonly sizeBytes: number;
  /** SHA-256, hex. */
  readonly digest: string;
}

export interface FoundFile {
  readonly tenantId: Uuid;
  readonly table: UploadedTable;
}

/** A piece of a file that should be there is not. */
export class LostChunkError extends Error {
  constructor(importId: Uuid, number: number) {
    super(`import ${importId} has lost its chunk ${number}`);
    this.name = 'LostChunkError';
  }
}

/** The bytes of an uploaded file: written piece by piece while they come in, read from anywhere while they are imported. */
@Injectable()
export class ImportFileService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly chunks: ImportChunkRepository,
    private readonly uploads: UploadedFileRepository,
    @Inject(CONFIG) private readonly config: Pick<LeadConfig, 'IMPORT_MAX_BYTES'>,
  ) {}

  /** @throws DomainError `LEAD.IMPORT_TOO_LARGE` as soon as that is known */
  async write(tenantId: Uuid, importId: Uuid, source: AsyncIterable<Buffer>): Promise<StoredFile> {
    const digest = createHash('sha256');
    let sizeBytes = 0;
    let chunkNumber = 0;
    for await (const chunk of chunked(source)) {
      sizeBytes += chunk.length;
      this.refuseLargerThan(sizeBytes);
      digest.update(chunk);
      const number = chunkNumber++;
      await this.database.inTenant(tenantId, (tx) => this.chunks.create(tx, tenantId, importId, number, chunk));
    }
    return { sizeBytes, digest: digest.digest('hex') };
  }

  /**
   * How the file of an import is read, and whether it can be yet.
   * @throws DomainError `LEAD.IMPORT_NOT_FOUND`
   */
  async find(importId: Uuid): Promise<FoundFile> {
    return this.database.read(async (tx) => {
      const table = await this.uploads.findById(tx, tx.tenantId, importId);
      if (!table) throw importErrors.IMPORT_NOT_FOUND();
      return { tenantId: tx.tenantId, table };
    });
  }

  /** A file that was written whole. */
  open(tenantId: Uuid, importId: Uuid, sizeBytes: number): FileBytes {
    return fileOf(importId, sizeBytes, (number) =>
      this.database.readInTenant(tenantId, (tx) => this.chunks.findBytes(tx, tenantId, importId, number)),
    );
  }

  refuseLargerThan(sizeBytes: number): void {
    const { IMPORT_MAX_BYTES: limitBytes } = this.config;
    if (sizeBytes > limitBytes)
      throw importErrors.IMPORT_TOO_LARGE({ detail: `A file may have ${limitBytes} bytes at most.`, extra: { limitBytes } });
  }
}

function fileOf(importId: Uuid, sizeBytes: number, chunk: (number: number) => Promise<Buffer | undefined>): FileBytes {
  return {
    sizeBytes,
    async *read(start, end) {
      const first = Math.floor(start / CHUNK_BYTES);
      for (let number = first, position = first * CHUNK_BYTES; position < Math.min(end, sizeBytes); number += 1) {
        const bytes = await chunk(number);
        if (bytes === undefined) throw new LostChunkError(importId, number);
        yield bytes.subarray(Math.max(0, start - position), end - position);
        position += bytes.length;
      }
    },
  };
}

async function* chunked(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  let sizeBytes = 0;
  for await (const piece of source) {
    pieces.push(piece);
    sizeBytes += piece.length;
    if (sizeBytes < CHUNK_BYTES) continue;
    const all = Buffer.concat(pieces, sizeBytes);
    let start = 0;
    for (; all.length - start >= CHUNK_BYTES; start += CHUNK_BYTES) yield all.subarray(start, start + CHUNK_BYTES);
    pieces = [all.subarray(start)];
    sizeBytes = all.length - start;
  }
  if (sizeBytes > 0) yield Buffer.concat(pieces, sizeBytes);
}
