import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import type { LeadConfig } from '../../config.js';
import { CONFIG } from '../../tokens.js';
import { importErrors } from '../import.errors.js';
import { ImportChunkRepository } from './import-chunk.repository.js';

/** Small enough that a few of them fit into memory for every upload at a time, large enough that rows span few. */
const CHUNK_BYTES = 256 * 1024;

export interface StoredFile {
  readonly sizeBytes: number;
  /** SHA-256, hex. */
  readonly digest: string;
}

/** The bytes of an uploaded file: written piece by piece while they come in, read piece by piece while they are imported. */
@Injectable()
export class ImportFileService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly chunks: ImportChunkRepository,
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

  async *read(tenantId: Uuid, importId: Uuid): AsyncGenerator<Buffer> {
    for (let number = 0; ; number += 1) {
      const bytes = await this.database.readInTenant(tenantId, (tx) => this.chunks.findBytes(tx, tenantId, importId, number));
      if (bytes === undefined) return;
      yield bytes;
    }
  }

  refuseLargerThan(sizeBytes: number): void {
    const { IMPORT_MAX_BYTES: limitBytes } = this.config;
    if (sizeBytes > limitBytes)
      throw importErrors.IMPORT_TOO_LARGE({ detail: `A file may have ${limitBytes} bytes at most.`, extra: { limitBytes } });
  }
}

async function* chunked(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  let sizeBytes = 0;
  for await (const piece of source) {
    pieces.push(piece);
    sizeBytes += piece.length;
    if (sizeBytes < CHUNK_BYTES) continue;
    yield Buffer.concat(pieces, sizeBytes);
    pieces = [];
    sizeBytes = 0;
  }
  if (sizeBytes > 0) yield Buffer.concat(pieces, sizeBytes);
}
