import { Injectable } from '@nestjs/common';
import type { DncLoadOptions } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { SystemTx, Tx } from '@leadstream/persistence';
import type { LoadOutcome, WaitingLoad } from '../waiting-load.js';

const create = {
  name: 'dnc_load_create',
  text: `INSERT INTO dnc_load (tenant_id, id, source, mode, listed_at, since, allow_shrink, state, total_bytes, done_bytes, attempts, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'uploading', 0, 0, 0, $8)`,
};

const accept = {
  name: 'dnc_load_accept',
  text: `UPDATE dnc_load SET state = 'pending', total_bytes = $3 WHERE tenant_id = $1 AND id = $2 AND state = 'uploading'`,
};

const remove = { name: 'dnc_load_remove', text: `DELETE FROM dnc_load WHERE tenant_id = $1 AND id = $2 AND state = 'uploading'` };

const removeAbandoned = {
  name: 'dnc_load_remove_abandoned',
  text: `DELETE FROM dnc_load WHERE tenant_id = $1 AND state = 'uploading' AND created_at < $2`,
};

/**
 * In the order in which they came, so that changes follow the list that they change: behind what came before for the same list and is still
 * being uploaded a file waits. A subquery for one value is asked once; joined to, it
 * could be asked for each row and take them all.
 */
const begin = {
  name: 'dnc_load_begin',
  text: `UPDATE dnc_load SET attempts = attempts + 1, done_bytes = 0, started_at = $2
          WHERE tenant_id = $1
            AND id = (SELECT l.id FROM dnc_load l
                       WHERE l.tenant_id = $1 AND l.state = 'pending'
                         AND NOT EXISTS (SELECT FROM dnc_load u WHERE u.tenant_id = $1 AND u.source = l.source AND u.state = 'uploading'
                                            AND (u.created_at, u.id) < (l.created_at, l.id))
                       ORDER BY l.created_at, l.id LIMIT 1 FOR UPDATE)
         RETURNING id, source, mode, listed_at AS "listedAt", since, allow_shrink AS "allowShrink", total_bytes AS "totalBytes", attempts`,
};

const progress = { name: 'dnc_load_progress', text: 'UPDATE dnc_load SET done_bytes = $3 WHERE tenant_id = $1 AND id = $2' };

const complete = {
  name: 'dnc_load_complete',
  text: `UPDATE dnc_load SET state = 'completed', done_bytes = total_bytes, outcome = $3, version = $4, size = $5,
                ended_at = greatest($6, created_at)
          WHERE tenant_id = $1 AND id = $2`,
};

const refuse = {
  name: 'dnc_load_refuse',
  text: `UPDATE dnc_load SET state = 'refused', outcome = $3, refusal = $4, ended_at = greatest($5, created_at)
          WHERE tenant_id = $1 AND id = $2`,
};

/** Files of phone numbers on their way into a list. */
@Injectable()
export class LoadRepository {
  async create(tx: Tx, tenantId: Uuid, id: Uuid, options: DncLoadOptions, listedAt: Date, createdAt: Date): Promise<void> {
    const { source, mode, since, allowShrink } = options;
    await tx.execute(create, [tenantId, id, source, mode, listedAt, since ?? null, allowShrink, createdAt]);
  }

  /** @returns false when the upload was taken for abandoned meanwhile */
  async updateToPending(tx: Tx, tenantId: Uuid, id: Uuid, totalBytes: number): Promise<boolean> {
    return (await tx.execute(accept, [tenantId, id, totalBytes])) > 0;
  }

  async deleteUploading(tx: Tx, tenantId: Uuid, id: Uuid): Promise<void> {
    await tx.execute(remove, [tenantId, id]);
  }

  async deleteAbandoned(tx: Tx, tenantId: Uuid, before: Date): Promise<void> {
    await tx.execute(removeAbandoned, [tenantId, before]);
  }

  /** Tenants with files that could be loaded now or uploads that began before and never ended, whoever they are. */
  async findTenantsWithOpen(tx: SystemTx, abandonedBefore: Date, limit: number): Promise<Uuid[]> {
    const rows = await tx.query<{ tenantId: Uuid }>('SELECT tenants_with_dnc_loads($1, $2) AS "tenantId"', [abandonedBefore, limit]);
    return rows.map(({ tenantId }) => tenantId);
  }

  /** Takes the next file that waits. */
  async updateToBegun(tx: Tx, tenantId: Uuid, startedAt: Date): Promise<WaitingLoad | undefined> {
    const row = await tx.queryOne<Omit<WaitingLoad, 'totalBytes'> & { totalBytes: string }>(begin, [tenantId, startedAt]);
    return row && { ...row, totalBytes: Number(row.totalBytes) };
  }

  async updateProgress(tx: Tx, tenantId: Uuid, id: Uuid, doneBytes: number): Promise<void> {
    await tx.execute(progress, [tenantId, id, doneBytes]);
  }

  async updateToCompleted(
    tx: Tx,
    tenantId: Uuid,
    id: Uuid,
    outcome: LoadOutcome,
    version: number,
    size: number,
    endedAt: Date,
  ): Promise<void> {
    await tx.execute(complete, [tenantId, id, JSON.stringify(outcome), version, size, endedAt]);
  }

  /** @param refusal code of an error */
  async updateToRefused(tx: Tx, tenantId: Uuid, id: Uuid, outcome: LoadOutcome, refusal: string, endedAt: Date): Promise<void> {
    await tx.execute(refuse, [tenantId, id, JSON.stringify(outcome), refusal, endedAt]);
  }
}
