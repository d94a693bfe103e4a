import { Injectable } from '@nestjs/common';
import type { SystemTx, Tx } from '@leadstream/persistence';
import { type ImportPlan, storedPlan, type StoredTable } from '../plan/import-plan.js';
import type { ImportClaim, ImportState } from './import.repository.js';

/** A file that is to be read to its end, and who brought it. */
export interface ReadingState extends StoredTable, Pick<ImportState, 'actorKind' | 'actorId' | 'clientIp' | 'requestId' | 'traceparent'> {
  readonly createdAt: Date;
}

const CLAIM = `SELECT tenant_id AS "tenantId", import_id AS "importId", fence, attempts FROM claim_import_reading(make_interval(secs => $1))`;

const LOAD = `SELECT plan, file_name AS "fileName", size_bytes::float8 AS "sizeBytes", created_at AS "createdAt", actor_kind AS "actorKind", actor_id AS "actorId",
    client_ip AS "clientIp", request_id AS "requestId", traceparent
  FROM import WHERE tenant_id = $1 AND import_id = $2 AND fence = $3 AND status = 'reading'`;

// A draft in whose file an erased person stands is none any more.
const READ = `UPDATE import SET plan = $4, rows_total = $5, attempts = 0, lease_expires_at = NULL,
    status = CASE WHEN starts THEN 'pending' WHEN discards_file THEN 'cancelled' ELSE 'draft' END,
    completed_at = CASE WHEN NOT starts AND discards_file THEN clock_timestamp() END
  WHERE tenant_id = $1 AND import_id = $2 AND fence = $3 AND status = 'reading' RETURNING status`;

const FAIL = `UPDATE import SET status = 'failed', completed_at = $4, error_code = $5, error_message = $6, lease_expires_at = NULL
  WHERE tenant_id = $1 AND import_id = $2 AND fence = $3 AND status = 'reading'`;

const PROLONG = `UPDATE import SET lease_expires_at = clock_timestamp() + make_interval(secs => $4)
  WHERE tenant_id = $1 AND import_id = $2 AND fence = $3 AND status = 'reading' AND lease_expires_at IS NOT NULL`;

const RELEASE = `UPDATE import SET lease_expires_at = NULL, attempts = attempts - 1
  WHERE tenant_id = $1 AND import_id = $2 AND fence = $3 AND status = 'reading'`;

/** Imports whose files are read to their end after the upload was answered. */
@Injectable()
export class ReadingRepository {
  /** The next of them, whichever tenant's it is. */
  claim(tx: SystemTx, leaseSeconds: number): Promise<ImportClaim | undefined> {
    return tx.queryOne<ImportClaim>(CLAIM, [leaseSeconds]);
  }

  /** @returns undefined when the claim is no longer good */
  async findState(tx: Tx, { tenantId, importId, fence }: ImportClaim): Promise<ReadingState | undefined> {
    const state = await tx.queryOne<ReadingState>(LOAD, [tenantId, importId, fence]);
    return state && { ...state, plan: storedPlan(state.plan) };
  }

  /** @returns what it is by now; undefined when the claim is no longer good */
  async updateToRead(
    tx: Tx,
    { tenantId, importId, fence }: ImportClaim,
    plan: ImportPlan,
    rowsTotal: number,
  ): Promise<'pending' | 'draft' | 'cancelled' | undefined> {
    const values = [tenantId, importId, fence, JSON.stringify(plan), rowsTotal];
    return (await tx.queryOne<{ status: 'pending' | 'draft' | 'cancelled' }>(READ, values))?.status;
  }

  async updateToFailed(
    tx: Tx,
    { tenantId, importId, fence }: ImportClaim,
    at: Date,
    { code, message }: { readonly code: string; readonly message: string },
  ): Promise<void> {
    await tx.execute(FAIL, [tenantId, importId, fence, at, code, message]);
  }

  /** @returns whether the claim was still good */
  async prolong(tx: Tx, { tenantId, importId, fence }: ImportClaim, leaseSeconds: number): Promise<boolean> {
    return (await tx.execute(PROLONG, [tenantId, importId, fence, leaseSeconds])) > 0;
  }

  /** Hands it back unread, which is no attempt that failed. */
  async release(tx: Tx, { tenantId, importId, fence }: ImportClaim): Promise<void> {
    await tx.execute(RELEASE, [tenantId, importId, fence]);
  }
}
