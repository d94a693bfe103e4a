import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';

const INSERT: Statement = {
  name: 'import-chunk-insert',
  text: 'INSERT INTO import_chunk (tenant_id, import_id, chunk_number, bytes) VALUES ($1, $2, $3, $4)',
};

const FIND: Statement = {
  name: 'import-chunk-find',
  text: 'SELECT bytes FROM import_chunk WHERE tenant_id = $1 AND import_id = $2 AND chunk_number = $3',
};

/** The bytes of uploaded files, in numbered pieces from 0. */
@Injectable()
export class ImportChunkRepository {
  async create(tx: Tx, tenantId: Uuid, importId: Uuid, chunkNumber: number, bytes: Buffer): Promise<void> {
    await tx.execute(INSERT, [tenantId, importId, chunkNumber, bytes]);
  }

  async findBytes(tx: Tx, tenantId: Uuid, importId: Uuid, chunkNumber: number): Promise<Buffer | undefined> {
    return (await tx.queryOne<{ bytes: Buffer }>(FIND, [tenantId, importId, chunkNumber]))?.bytes;
  }
}
