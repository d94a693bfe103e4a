import { Injectable } from '@nestjs/common';
import type { ImportStatus } from '@leadstream/contracts';
import type { RequestContext, Uuid } from '@leadstream/kernel';
import type { Statement, SystemTx, Tx } from '@leadstream/persistence';
import type { StoredImport } from './present-import.rules.js';
import { type ImportPlan, storedPlan } from '../plan/import-plan.js';

/** A worker's hold on an import: good while the fence is the latest. */
export interface ImportClaim {
  readonly tenantId: Uuid;
  readonly importId: Uuid;
  readonly fence: string;
  /** Claims since rows last went in, this one included. */
  readonly attempts: number;
}

/** What a worker is to do with an import that it holds. */
export type ImportWork = 'checking' | 'running' | 'reverting';

/** What a worker needs to go on where the last one stopped. */
export interface ImportState {
  readonly work: ImportWork;
  readonly plan: ImportPlan;
  readonly fileName: string | null;
  readonly sizeBytes: number;
  readonly rowsTotal: number;
  readonly rowsDone: number;
  /** Row from which on everything has been taken back. */
  readonly reversedTo: number | null;
  /** Whoever uploaded the file, or had it taken back, where that is the work. */
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
  /** Of these rows those with warnings. */
  readonly warned: number;
}

export interface ImportTotals extends RowCounts {
  readonly rowsDone: number;
  readonly rowsTotal: number;
}

export interface AcceptedUpload {
  readonly importId: Uuid;
  readonly status: 'reading' | 'pending' | 'draft';
  /** Whether rows go in as soon as the file was read. */
  readonly starts: boolean;
  readonly plan: ImportPlan;
  readonly rowsTotal: number;
  readonly sizeBytes: number;
  readonly fileName: string | null;
}

const BEGIN = `INSERT INTO import (tenant_id, import_id, actor_kind, actor_id, client_ip, request_id, traceparent, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;

// Whoever was erased while the file came in may stand in it.
const ACCEPT = `UPDATE import SET status = $7, starts = $8, plan = $3, rows_total = $4, size_bytes = $5, file_name = $6,
    discards_file = EXISTS (SELECT FROM erased_address e WHERE e.tenant_id = $1 AND e.erased_at >= import.created_at)
  WHERE tenant_id = $1 AND import_id = $2 AND status = 'uploading'`;

const LOAD = `SELECT status AS work, plan, file_name AS "fileName", size_bytes::float8 AS "sizeBytes", reversed_to AS "reversedTo", rows_total AS "rowsTotal", rows_done AS "rowsDone",
  by.* FROM import CROSS JOIN LATERAL (
    SELECT reversal_actor_kind AS "actorKind", reversal_actor_id AS "actorId", reversal_client_ip AS "clientIp", reversal_request_id AS "requestId",
      reversal_traceparent AS traceparent WHERE status = 'reverting' AND reversal_actor_id IS NOT NULL
    UNION ALL
    SELECT actor_kind, actor_id, client_ip, request_id, traceparent WHERE status <> 'reverting' OR reversal_actor_id IS NULL) AS by
  WHERE tenant_id = $1 AND import_id = $2 AND fence = $3 AND status IN ('checking', 'running', 'reverting')`;

const HOLD: Statement = {
  name: 'import-hold',
  text: `SELECT rows_done AS "rowsDone", reversed_to AS "reversedTo", created_at AS "createdAt" FROM import WHERE tenant_id = $1 AND import_id = $2 AND fence = $3 AND status IN ('checking', 'running', 'reverting') FOR UPDATE`,
};

const TOTALS = `rows_done AS "rowsDone", rows_total AS "rowsTotal", rows_created AS created, rows_updated AS updated, rows_skipped AS skipped, rows_failed AS failed, rows_warned AS warned`;

const ADVANCE: Statement = {
  name: 'import-advance',
  text: `UPDATE import SET rows_done = rows_done + $3 + $4 + $5 + $6, rows_created = rows_created + $3, rows_updated = rows_updated + $4,
           rows_skipped = rows_skipped + $5, rows_failed = rows_failed + $6, rows_warned = rows_warned + $8, attempts = 0, lease_expires_at = clock_timestamp() + make_interval(secs => $7)
         WHERE tenant_id = $1 AND import_id = $2 RETURNING ${TOTALS}`,
};

const FIND_TOTALS = `SELECT status AS work, ${TOTALS} FROM import
  WHERE tenant_id = $1 AND import_id = $2 AND fence = $3 AND status IN ('checking', 'running', 'reverting') FOR UPDATE`;

const END = `UPDATE import SET status = CASE WHEN $4::text IS NULL THEN 'completed' ELSE 'failed' END, completed_at = $3, lease_expires_at = NULL,
  error_code = $4, error_message = $5 WHERE tenant_id = $1 AND import_id = $2`;

const RELEASE = `UPDATE import SET lease_expires_at = NULL WHERE tenant_id = $1 AND import_id = $2 AND fence = $3`;

// Of a claim that is held: what was handed back meanwhile is the next one's.
const PROLONG = `UPDATE import SET lease_expires_at = clock_timestamp() + make_interval(secs => $4)
  WHERE tenant_id = $1 AND import_id = $2 AND fence = $3 AND status IN ('checking', 'running', 'reverting') AND lease_expires_at IS NOT NULL`;

// A draft in whose file an erased person stands is none any more.
const CHECKED = `UPDATE import SET status = CASE WHEN discards_file THEN 'cancelled' ELSE 'draft' END,
    completed_at = CASE WHEN discards_file THEN clock_timestamp() END, lease_expires_at = NULL, started_at = NULL
  WHERE tenant_id = $1 AND import_id = $2`;

const FIND_FOR_UPDATE = `SELECT status, plan, is_dry AS "isDry", ${TOTALS} FROM import
  WHERE tenant_id = $1 AND import_id = $2 AND status <> 'uploading' FOR UPDATE`;

const FIND = `SELECT import_id AS "importId", status, file_name AS "fileName", size_bytes::float8 AS "sizeBytes", plan, rows_total AS "rowsTotal",
  rows_done AS "rowsDone", rows_created AS "rowsCreated", rows_updated AS "rowsUpdated", rows_skipped AS "rowsSkipped", rows_failed AS "rowsFailed", rows_warned AS "rowsWarned",
  is_dry AS "isDry", reversed_to AS "reversedTo", leads_reverted AS "leadsReverted", leads_conflicted AS "leadsConflicted", reversal_asked_at AS "reversalAskedAt", error_code AS "errorCode",
  error_message AS "errorMessage", actor_kind AS "actorKind", actor_id AS "actorId", created_at AS "createdAt", started_at AS "startedAt", completed_at AS "completedAt"
  FROM import WHERE tenant_id = $1 AND import_id = $2 AND status <> 'uploading'`;

const REPLAN = `UPDATE import SET plan = $3, rows_total = coalesce($4::integer, rows_total), rows_done = 0, rows_created = 0, rows_updated = 0, rows_skipped = 0, rows_failed = 0, rows_warned = 0, is_dry = false
  WHERE tenant_id = $1 AND import_id = $2`;

const QUEUE = `UPDATE import SET status = $3, is_dry = ($3 = 'checking'), attempts = 0, started_at = NULL,
  rows_done = 0, rows_created = 0, rows_updated = 0, rows_skipped = 0, rows_failed = 0, rows_warned = 0 WHERE tenant_id = $1 AND import_id = $2`;

const CANCEL = `UPDATE import SET status = 'cancelled', completed_at = $3, lease_expires_at = NULL, fence = fence + 1 WHERE tenant_id = $1 AND import_id = $2`;

const REVERT = `UPDATE import SET status = 'reverting', attempts = 0, reversed_to = coalesce(reversed_to, rows_done + 1), error_code = NULL, error_message = NULL,
  reversal_actor_kind = $3, reversal_actor_id = $4, reversal_client_ip = $5, reversal_request_id = $6, reversal_traceparent = $7,
  reversal_asked_at = coalesce(reversal_asked_at, $8)
  WHERE tenant_id = $1 AND import_id = $2`;

const ADVANCE_REVERSAL = `UPDATE import SET reversed_to = $3, leads_reverted = leads_reverted + $4, leads_conflicted = leads_conflicted + $5, attempts = 0,
  status = CASE WHEN $3 = 0 THEN 'reverted' ELSE status END,
  lease_expires_at = CASE WHEN $3 = 0 THEN NULL ELSE clock_timestamp() + make_interval(secs => $6) END
  WHERE tenant_id = $1 AND import_id = $2 RETURNING ${TOTALS}`;

/** An import that somebody wants something of, locked. */
export interface HeldImport extends ImportTotals {
  readonly status: ImportStatus;
  readonly plan: ImportPlan;
  /** Whether nothing but a dry run was made of it. */
  readonly isDry: boolean;
}

/** Imports on their way: see `IMPORT_STATUSES`. */
@Injectable()
export class ImportRepository {
  async create(tx: Tx, tenantId: Uuid, importId: Uuid, by: RequestContext, traceparent: string | null, createdAt: Date): Promise<void> {
    await tx.execute(BEGIN, [tenantId, importId, by.actor.kind, by.actor.id, by.clientIp ?? null, by.requestId, traceparent, createdAt]);
  }

  /** @returns whether the upload was still there */
  async updateToAccepted(tx: Tx, tenantId: Uuid, upload: AcceptedUpload): Promise<boolean> {
    const { importId, status, starts, plan, rowsTotal, sizeBytes, fileName } = upload;
    return (await tx.execute(ACCEPT, [tenantId, importId, JSON.stringify(plan), rowsTotal, sizeBytes, fileName, status, starts])) > 0;
  }

  /** As clients see it, but that it may be locked by this transaction. */
  find(tx: Tx, tenantId: Uuid, importId: Uuid): Promise<StoredImport | undefined> {
    return tx.queryOne<StoredImport>(FIND, [tenantId, importId]);
  }

  /** Locked, whoever works on it. */
  async findForUpdate(tx: Tx, tenantId: Uuid, importId: Uuid): Promise<HeldImport | undefined> {
    const held = await tx.queryOne<HeldImport>(FIND_FOR_UPDATE, [tenantId, importId]);
    return held && { ...held, plan: storedPlan(held.plan) };
  }

  /**
   * What a dry run found under the plan of before counts no more.
   * @param rowsTotal of what is read from now on; as before when left out
   */
  async updatePlan(tx: Tx, tenantId: Uuid, importId: Uuid, plan: ImportPlan, rowsTotal?: number): Promise<void> {
    await tx.execute(REPLAN, [tenantId, importId, JSON.stringify(plan), rowsTotal ?? null]);
  }

  /** Lets a worker begin with the first row. */
  async updateToQueued(tx: Tx, tenantId: Uuid, importId: Uuid, status: 'checking' | 'pending'): Promise<void> {
    await tx.execute(QUEUE, [tenantId, importId, status]);
  }

  /** Whoever works on it has lost his claim. */
  async updateToCancelled(tx: Tx, tenantId: Uuid, importId: Uuid, at: Date): Promise<void> {
    await tx.execute(CANCEL, [tenantId, importId, at]);
  }

  /** The changes are those of whoever asks last; the time counts from when somebody asked first. */
  async updateToReverting(tx: Tx, tenantId: Uuid, importId: Uuid, by: RequestContext, traceparent: string | null, at: Date): Promise<void> {
    await tx.execute(REVERT, [tenantId, importId, by.actor.kind, by.actor.id, by.clientIp ?? null, by.requestId, traceparent, at]);
  }

  /** @param reversedTo row from which on everything is taken back; 0 ends it */
  async advanceReversal(
    tx: Tx,
    { tenantId, importId }: ImportClaim,
    reversedTo: number,
    { reverted, conflicted }: { readonly reverted: number; readonly conflicted: number },
    leaseSeconds: number,
  ): Promise<ImportTotals> {
    const totals = await tx.queryOne<ImportTotals>(ADVANCE_REVERSAL, [tenantId, importId, reversedTo, reverted, conflicted, leaseSeconds]);
    if (!totals) throw new Error('an import that is held has gone');
    return totals;
  }

  /** A dry run is through. */
  async updateToChecked(tx: Tx, { tenantId, importId }: ImportClaim): Promise<void> {
    await tx.execute(CHECKED, [tenantId, importId]);
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

  async findState(tx: Tx, { tenantId, importId, fence }: ImportClaim): Promise<ImportState | undefined> {
    const state = await tx.queryOne<ImportState>(LOAD, [tenantId, importId, fence]);
    return state && { ...state, plan: storedPlan(state.plan) };
  }

  /** Locks the import until the transaction ends. @returns how far it is; undefined when the claim is no longer good */
  hold(
    tx: Tx,
    { tenantId, importId, fence }: ImportClaim,
  ): Promise<(Pick<ImportState, 'rowsDone' | 'reversedTo'> & { readonly createdAt: Date }) | undefined> {
    return tx.queryOne(HOLD, [tenantId, importId, fence]);
  }

  /** Adds to the counts of a held import and prolongs the lease. */
  async advance(
    tx: Tx,
    { tenantId, importId }: ImportClaim,
    { created, updated, skipped, failed, warned }: RowCounts,
    leaseSeconds: number,
  ): Promise<ImportTotals> {
    const totals = await tx.queryOne<ImportTotals>(ADVANCE, [tenantId, importId, created, updated, skipped, failed, leaseSeconds, warned]);
    if (!totals) throw new Error('an import that is held has gone');
    return totals;
  }

  /** Locked; undefined when the claim is no longer good. */
  findTotals(tx: Tx, { tenantId, importId, fence }: ImportClaim): Promise<(ImportTotals & { readonly work: ImportWork }) | undefined> {
    return tx.queryOne<ImportTotals & { readonly work: ImportWork }>(FIND_TOTALS, [tenantId, importId, fence]);
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

  /** A worker is still at it, though no row has come of it yet. */
  async prolong(tx: Tx, { tenantId, importId, fence }: ImportClaim, leaseSeconds: number): Promise<void> {
    await tx.execute(PROLONG, [tenantId, importId, fence, leaseSeconds]);
  }

  async release(tx: Tx, { tenantId, importId, fence }: ImportClaim): Promise<void> {
    await tx.execute(RELEASE, [tenantId, importId, fence]);
  }
}
