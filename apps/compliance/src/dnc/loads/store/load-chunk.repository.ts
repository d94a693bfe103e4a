import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';

const create = {
  name: 'dnc_load_chunk_create',
  text: 'INSERT INTO dnc_load_chunk (tenant_id, load_id, chunk_number, bytes) VALUES ($1, $2, $3, $4)',
};

const find = {
  name: 'dnc_load_chunk_find',
  text: 'SELECT bytes FROM dnc_load_chunk WHERE tenant_id = $1 AND load_id = $2 AND chunk_number = $3',
};

const remove = { name: 'dnc_load_chunk_remove', text: 'DELETE FROM dnc_load_chunk WHERE tenant_id = $1 AND load_id = $2' };

/** The bytes of uploaded files of phone numbers, in numbered pieces from 0. */
@Injectable()
export class LoadChunkRepository {
  async create(tx: Tx, tenantId: Uuid, loadId: Uuid, chunkNumber: number, bytes: Buffer): Promise<void> {
    await tx.execute(create, [tenantId, loadId, chunkNumber, bytes]);
  }

  async findBytes(tx: Tx, tenantId: Uuid, loadId: Uuid, chunkNumber: number): Promise<Buffer | undefined> {
    return (await tx.queryOne<{ bytes: Buffer }>(find, [tenantId, loadId, chunkNumber]))?.bytes;
  }

  async deleteAll(tx: Tx, tenantId: Uuid, loadId: Uuid): Promise<void> {
    await tx.execute(remove, [tenantId, loadId]);
  }
}
