import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, SystemTx, Tx } from '@leadstream/persistence';
import { storedPlan, type StoredTable } from '../plan/import-plan.js';

/** A file that was uploaded; of one that is gone nothing can be read any more. */
export interface UploadedTable extends StoredTable {
  readonly isGone: boolean;
}

/** An uploaded file that is there, and nobody named in it was erased as far as is known. */
export interface KeptTable extends StoredTable {
  readonly importId: Uuid;
}

const FIND: Statement = {
  name: 'import-find-file',
  text: `SELECT plan, file_name AS "fileName", size_bytes::float8 AS "sizeBytes", file_gone_at IS NOT NULL OR discards_file AS "isGone"
         FROM import WHERE tenant_id = $1 AND import_id = $2 AND status <> 'uploading'`,
};

const FIND_NEXT_KEPT: Statement = {
  name: 'import-find-next-kept',
  text: `SELECT import_id AS "importId", plan, file_name AS "fileName", size_bytes::float8 AS "sizeBytes" FROM import
         WHERE tenant_id = $1 AND file_gone_at IS NULL AND NOT discards_file AND status <> 'uploading' AND import_id <> ALL ($2::uuid[])
         ORDER BY import_id LIMIT 1`,
};

const DISCARD: Statement = {
  name: 'import-discard-file',
  text: 'UPDATE import SET discards_file = true WHERE tenant_id = $1 AND import_id = ANY ($2::uuid[]) AND file_gone_at IS NULL',
};

/** Files of imports: how they are read, and when they go. Their bytes are chunks. */
@Injectable()
export class UploadedFileRepository {
  /** How the file of an import is read. */
  async findById(tx: Tx, tenantId: Uuid, importId: Uuid): Promise<UploadedTable | undefined> {
    const found = await tx.queryOne<UploadedTable>(FIND, [tenantId, importId]);
    return found && { ...found, plan: storedPlan(found.plan) };
  }

  /** How the next file is read that is kept, but for those that are not to outlive their imports, and those of some. */
  async findNextKept(tx: Tx, tenantId: Uuid, except: readonly Uuid[]): Promise<KeptTable | undefined> {
    const found = await tx.queryOne<KeptTable>(FIND_NEXT_KEPT, [tenantId, except]);
    return found && { ...found, plan: storedPlan(found.plan) };
  }

  /** Their files are not shown any more, and go with the end of the import. */
  async updateToDiscarding(tx: Tx, tenantId: Uuid, importIds: readonly Uuid[]): Promise<void> {
    await tx.execute(DISCARD, [tenantId, importIds]);
  }

  /** Uploads that nobody finished. */
  async deleteAbandoned(tx: SystemTx, olderThanSeconds: number): Promise<number> {
    const row = await tx.queryOne<{ count: string }>('SELECT discard_abandoned_uploads(make_interval(secs => $1)) AS count', [
      olderThanSeconds,
    ]);
    return Number(row?.count ?? 0);
  }

  /** Files of imports that ended that long ago, and of those whose file is not to outlive them. */
  async deleteEnded(tx: SystemTx, endedBeforeSeconds: number): Promise<number> {
    const row = await tx.queryOne<{ count: string }>('SELECT discard_import_files(make_interval(secs => $1)) AS count', [
      endedBeforeSeconds,
    ]);
    return Number(row?.count ?? 0);
  }
}
