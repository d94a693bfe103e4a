import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { JobRun } from '@leadstream/jobs';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { complianceErrors } from '../../../compliance.errors.js';
import type { ComplianceConfig } from '../../../config.js';
import { CONFIG } from '../../../tokens.js';
import { LoadChunkRepository } from './load-chunk.repository.js';
import { LoadRepository } from './load.repository.js';
import type { WaitingLoad } from '../waiting-load.js';

const CHUNK_BYTES = 512 * 1024;
/** How often it is written down how far a load is. */
const CHUNKS_A_REPORT = 8;

export interface StoredFile {
  readonly sizeBytes: number;
  /** SHA-256, hex. */
  readonly digest: string;
}

/** The bytes of an uploaded file: written piece by piece while they come in, read once when the file is loaded. */
@Injectable()
export class LoadFileService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly chunks: LoadChunkRepository,
    private readonly loads: LoadRepository,
    @Inject(CONFIG) private readonly config: Pick<ComplianceConfig, 'DNC_LOAD_MAX_BYTES'>,
  ) {}

  /** @throws DomainError `COMPLIANCE.DNC_LOAD_TOO_LARGE` as soon as that is known */
  async write(tenantId: Uuid, loadId: Uuid, source: AsyncIterable<Buffer>): Promise<StoredFile> {
    const { DNC_LOAD_MAX_BYTES: limitBytes } = this.config;
    const digest = createHash('sha256');
    let [sizeBytes, chunkNumber] = [0, 0];
    for await (const chunk of chunked(source)) {
      sizeBytes += chunk.length;
      if (sizeBytes > limitBytes)
        throw complianceErrors.DNC_LOAD_TOO_LARGE({ detail: `A file may have ${limitBytes} bytes at most.`, extra: { limitBytes } });
      digest.update(chunk);
      const number = chunkNumber++;
      await this.database.inTenant(tenantId, (tx) => this.chunks.create(tx, tenantId, loadId, number, chunk));
    }
    return { sizeBytes, digest: digest.digest('hex') };
  }

  /** Writes down how far it is while it goes on. */
  async *read(run: JobRun, tenantId: Uuid, load: WaitingLoad): AsyncGenerator<Buffer> {
    for (let [number, doneBytes] = [0, 0]; doneBytes < load.totalBytes; number += 1) {
      const isReported = number % CHUNKS_A_REPORT === CHUNKS_A_REPORT - 1;
      const [bytes] = await run.stepInTenant(tenantId, (tx) =>
        Promise.all([
          this.chunks.findBytes(tx, tenantId, load.id, number),
          isReported && this.loads.updateProgress(tx, tenantId, load.id, doneBytes),
        ]),
      );
      if (!bytes) throw new Error(`load ${load.id} has lost its chunk ${number}`);
      doneBytes += bytes.length;
      yield bytes;
    }
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
    [pieces, sizeBytes] = [[], 0];
  }
  if (sizeBytes > 0) yield Buffer.concat(pieces, sizeBytes);
}
