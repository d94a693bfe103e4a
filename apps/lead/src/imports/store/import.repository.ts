import { Injectable } from '@nestjs/common';
import type { RequestContext, Uuid } from '@leadstream/kernel';
import type { Statement, SystemTx, Tx } from '@leadstream/persistence';
import type { ImportPlan } from '../plan/import-plan.js';

/** A worker's hold on an import: good while the fence is the latest. */
export interface ImportClaim {
  readonly tenantId: Uuid;
  readonly importId: Uuid;
  readonly fence: string;
  /** Claims since rows last went in, this one included. */
  readonly attempts: number;
}

/** What a worker needs to go on where the last one stopped. */
export interface ImportState {
  readonly plan: ImportPlan;
  readonly rowsTotal: number;
  readonly rowsDone: number;
  readonly actorKind: RequestContext['actor']['kind'];
  readonly actorId: string;
  readonly clientIp: string | null;
  readonly requestId: string;
  readonly traceparent: string | null;
}

export interface RowCounts {
  readonly created: number;
  readonly updated: number;
  readonly skipped: number;
  readonly failed: number;
}

export interface ImportTotals extends RowCounts {
  readonly rowsDone: number;
  readonly rowsTotal: number;
}

export interface AcceptedUpload {
  readonly importId: Uuid;
  readonly plan: ImportPlan;
  readonly rowsTotal: number;
  readonly sizeBytes: number;
  readonly fileName: string | null;
}

const BEGIN = `INSERT INTO import (tenant_id, import_id, actor_kind, actor_id, client_ip, request_id, traceparent, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;

const ACCEPT = `UPDATE import SET status = 'pending', plan = $3, rows_total = $4, size_bytes = $5, file_name = $6
  WHERE tenant_id = $1 AND import_id = $2 AND status = 'uploading'`;

const LOAD = `SELECT plan, rows_total AS "rowsTotal", rows_done AS "rowsDone", actor_kind AS "actorKind", actor_id AS "actorId", client_ip AS "clientIp",
  request_id AS "requestId", traceparent FROM import WHERE tenant_id = $1 AND import_id = $2 AND fence = $3 AND status = 'running'`;

const HOLD: Statement = {
  name: 'import-hold',
  text: `SELECT rows_done AS "rowsDone" FROM import WHERE tenant_id = $1 AND import_id = $2 AND fence = $3 AND status = 'running' FOR UPDATE`,
};

const TOTALS = `rows_done AS "rowsDone", rows_total AS "rowsTotal", rows_created AS created, rows_updated AS updated, rows_skipped AS skipped, rows_failed AS failed`;

const ADVANCE: Statement = {
  name: 'import-advance',
  text: `UPDATE import SET rows_done = rows_done + $3 + $4 + $5 + $6, rows_created = rows_created + $3, rows_updated = rows_updated + $4,
           rows_skipped = rows_skipped + $5, rows_failed = rows_failed + $6, attempts = 0, lease_expires_at = clock_timestamp() + make_interval(secs => $7)
         WHERE tenant_id = $1 AND import_id = $2 RETURNING ${TOTALS}`,
};

const FIND_TOTALS = `SELECT ${TOTALS} FROM import WHERE tenant_id = $1 AND import_id = $2 AND fence = $3 AND status = 'running' FOR UPDATE`;

const END = `UPDATE import SET status = CASE WHEN $4::text IS NULL THEN 'completed' ELSE 'failed' END, completed_at = $3, lease_expires_at = NULL,
  error_code = $4, error_message = $5 WHERE tenant_id = $1 AND import_id = $2`;

const RELEASE = `UPDATE import SET lease_expires_at = NULL WHERE tenant_id = $1 AND import_id = $2 AND fence = $3 AND status = 'running'`;

/** Imports on their way: uploading → pending → running → completed or failed. */
@Injectable()
export class ImportRepository {
  async create(tx: Tx, tenantId: Uuid, importId: Uuid, by: RequestContext, traceparent: string | null, createdAt: Date): Promise<void> {
    await tx.execute(BEGIN, [tenantId, importId, by.actor.kind, by.actor.id, by.clientIp ?? null, by.requestId, traceparent, createdAt]);
  }

  /** @returns whether the upload was still there */
  async updateToPending(tx: Tx, tenantId: Uuid, upload: AcceptedUpload): Promise<boolean> {
    const { importId, plan, rowsTotal, sizeBytes, fileName } = upload;
    return (await tx.execute(ACCEPT, [tenantId, importId, JSON.stringify(plan), rowsTotal, sizeBytes, fileName])) > 0;
  }

  async delete(tx: Tx, tenantId: Uuid, importId: Uuid): Promise<void> {
    await tx.execute(`DELETE FROM import WHERE tenant_id = $1 AND import_id = $2 AND status = 'uploading'`, [tenantId, importId]);
  }

  /** The next import that waits for a worker, whichever tenant's it is. */
  claim(tx: SystemTx, leaseSeconds: number): Promise<ImportClaim | undefined> {
    const sql = 'SELECT tenant_id AS "tenantId", import_id AS "importId", fence, attempts FROM claim_import(make_interval(secs => $1))';
    return tx.queryOne<ImportClaim>(sql, [leaseSeconds]);
  }

  async isOtherTenantWaiting(tx: SystemTx, tenantId: Uuid): Promise<boolean> {
    return (await tx.queryOne<{ waits: boolean }>('SELECT other_tenant_waits($1) AS waits', [tenantId]))?.waits ?? false;
  }

  async deleteAbandonedUploads(tx: SystemTx, olderThanSeconds: number): Promise<number> {
    const row = await tx.queryOne<{ count: string }>('SELECT discard_abandoned_uploads(make_interval(secs => $1)) AS count', [
      olderThanSeconds,
    ]);
    return Number(row?.count ?? 0);
  }

  findState(tx: Tx, { tenantId, importId, fence }: ImportClaim): Promise<ImportState | undefined> {
    return tx.queryOne<ImportState>(LOAD, [tenantId, importId, fence]);
  }

  /** Locks the import until the transaction ends. @returns rows done so far; undefined when the claim is no longer good */
  async hold(tx: Tx, { tenantId, importId, fence }: ImportClaim): Promise<number | undefined> {
    return (await tx.queryOne<{ rowsDone: number }>(HOLD, [tenantId, importId, fence]))?.rowsDone;
  }

  /** Adds to the counts of a held import and prolongs the lease. */
  async advance(
    tx: Tx,
    { tenantId, importId }: ImportClaim,
    { created, updated, skipped, failed }: RowCounts,
    leaseSeconds: number,
  ): Promise<ImportTotals> {
    const totals = await tx.queryOne<ImportTotals>(ADVANCE, [tenantId, importId, created, updated, skipped, failed, leaseSeconds]);
    if (!totals) throw new Error('an import that is held has gone');
    return totals;
  }

  /** Locked; undefined when the claim is no longer good. */
  findTotals(tx: Tx, { tenantId, importId, fence }: ImportClaim): Promise<ImportTotals | undefined> {
    return tx.queryOne<ImportTotals>(FIND_TOTALS, [tenantId, importId, fence]);
  }

  /** @param error why it failed; null when it is completed */
  async updateToEnded(
    tx: Tx,
    { tenantId, importId }: ImportClaim,
    endedAt: Date,
    error: { code: string; message: string } | null,
  ): Promise<void> {
    await tx.execute(END, [tenantId, importId, endedAt, error?.code ?? null, error?.message ?? null]);
  }

  async release(tx: Tx, { tenantId, importId, fence }: ImportClaim): Promise<void> {
    await tx.execute(RELEASE, [tenantId, importId, fence]);
  }
}
