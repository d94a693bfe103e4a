import { Injectable } from '@nestjs/common';
import type { CrmOutcome, CrmProvider, CrmSyncRecord } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, SystemTx, Tx } from '@leadstream/persistence';
import type { KeptNote, RunClaim, RunRecord, SyncNote } from './sync-run.js';

const COLUMNS = `run_id AS "runId", provider, kind, status, phase, window_from AS "windowFrom", window_until AS "windowUntil", position, pages,
  pulled, pushed, failures, error_code AS "errorCode", waits_until AS "waitsUntil", created_at AS "createdAt", ended_at AS "endedAt"`;

const CREATE = `INSERT INTO crm_sync_run (tenant_id, run_id, provider, kind, status, window_from, window_until, phase, position, turned_at, created_at)
  VALUES ($1, $2, $3, $4, 'running', $5, $6, $7, $8::jsonb, $9, $9) ON CONFLICT (tenant_id, provider) WHERE status = 'running' DO NOTHING RETURNING ${COLUMNS}`;

const FIND = `SELECT ${COLUMNS} FROM crm_sync_run WHERE tenant_id = $1 AND provider = $2 AND run_id = $3`;
const FIND_PAGE = `SELECT ${COLUMNS} FROM crm_sync_run WHERE tenant_id = $1 AND provider = $2 AND run_id < $3 ORDER BY run_id DESC LIMIT $4`;
const FIND_LAST = `SELECT ${COLUMNS} FROM crm_sync_run WHERE tenant_id = $1 AND provider = $2 ORDER BY run_id DESC LIMIT 1`;
const FIND_ON = `SELECT ${COLUMNS} FROM crm_sync_run WHERE tenant_id = $1 AND provider = $2 AND status = 'running'`;

const CLAIMED = `tenant_id = $1 AND run_id = $2 AND fence = $3 AND status = 'running'`;
const HOLD: Statement = { name: 'crm-sync-run-hold', text: `SELECT ${COLUMNS} FROM crm_sync_run WHERE ${CLAIMED} FOR UPDATE` };

const ADVANCE: Statement = {
  name: 'crm-sync-run-advance',
  text: `UPDATE crm_sync_run SET phase = $4, position = $5::jsonb, pages = pages + 1, pulled = $6::jsonb, pushed = $7::jsonb, failures = 0, error_code = NULL,
           lease_expires_at = clock_timestamp() + make_interval(secs => $8) WHERE ${CLAIMED}`,
};
const END = `UPDATE crm_sync_run SET status = $4, phase = $5, error_code = $6, ended_at = $7, lease_expires_at = NULL WHERE ${CLAIMED}`;
const REMOVE_ON = `DELETE FROM crm_sync_run WHERE tenant_id = $1 AND provider = $2 AND status = 'running' RETURNING ${COLUMNS}`;
const WAIT = `UPDATE crm_sync_run SET waits_until = $4, failures = failures + $5, error_code = $6, lease_expires_at = NULL WHERE ${CLAIMED}`;

// Of a person who was erased while the peer was told nothing is kept.
const INSERT_RECORDS = `INSERT INTO crm_sync_record (tenant_id, run_id, record_id, direction, outcome, lead_id, peer_id, code, fields, conflicts, recorded_at)
  SELECT $1, $2, "recordId", $4, outcome, "leadId", "peerId", code, fields, conflicts, $5
  FROM jsonb_to_recordset($3::jsonb) AS note ("recordId" uuid, outcome text, "leadId" uuid, "peerId" text, code text, fields text[], conflicts jsonb)
  WHERE NOT EXISTS (SELECT FROM erased_person e WHERE e.tenant_id = $1 AND e.lead_id = note."leadId") AND (SELECT count(*) FROM (SELECT FROM crm_sync_record WHERE tenant_id = $1 AND run_id = $2 LIMIT $6) AS known) < $6`;

const FIND_RECORDS = `SELECT record_id AS id, direction, outcome, lead_id AS "leadId", peer_id AS "peerId", code, fields, conflicts,
  recorded_at AS "recordedAt"
  FROM crm_sync_record WHERE tenant_id = $1 AND run_id = $2 AND record_id > $3 AND ($4::text IS NULL OR outcome = $4) ORDER BY record_id LIMIT $5`;

export type NewRun = Pick<RunRecord, 'runId' | 'provider' | 'kind' | 'windowFrom' | 'windowUntil' | 'phase' | 'position' | 'createdAt'>;

/** Syncs of connections, one at a time each, and what they have to say. */
@Injectable()
export class SyncRunRepository {
  /** @returns undefined while another one is on */
  create(
    tx: Tx,
    tenantId: Uuid,
    { runId, provider, kind, windowFrom, windowUntil, phase, position, createdAt }: NewRun,
  ): Promise<RunRecord | undefined> {
    const place = [windowFrom, windowUntil, phase, position === null ? null : JSON.stringify(position)];
    return tx.queryOne<RunRecord>(CREATE, [tenantId, runId, provider, kind, ...place, createdAt]);
  }

  find(tx: Tx, tenantId: Uuid, provider: CrmProvider, runId: Uuid): Promise<RunRecord | undefined> {
    return tx.queryOne<RunRecord>(FIND, [tenantId, provider, runId]);
  }

  /** The one that began last. */
  findLast(tx: Tx, tenantId: Uuid, provider: CrmProvider): Promise<RunRecord | undefined> {
    return tx.queryOne<RunRecord>(FIND_LAST, [tenantId, provider]);
  }

  findOn(tx: Tx, tenantId: Uuid, provider: CrmProvider): Promise<RunRecord | undefined> {
    return tx.queryOne<RunRecord>(FIND_ON, [tenantId, provider]);
  }

  /** Takes away the one that is on. @returns it as it was; undefined when there is none */
  removeOn(tx: Tx, tenantId: Uuid, provider: CrmProvider): Promise<RunRecord | undefined> {
    return tx.queryOne<RunRecord>(REMOVE_ON, [tenantId, provider]);
  }

  /** Latest first. @param before id of the last run of the page before */
  findPage(tx: Tx, tenantId: Uuid, provider: CrmProvider, before: Uuid, limit: number): Promise<RunRecord[]> {
    return tx.query<RunRecord>(FIND_PAGE, [tenantId, provider, before, limit]);
  }

  /** The next run that has something to do, whichever tenant's it is. */
  claim(tx: SystemTx, leaseSeconds: number): Promise<RunClaim | undefined> {
    const sql = 'SELECT tenant_id AS "tenantId", run_id AS "runId", fence FROM claim_crm_sync_run(make_interval(secs => $1))';
    return tx.queryOne<RunClaim>(sql, [leaseSeconds]);
  }

  /** Locks the run until the transaction ends; undefined when the claim is no longer good. */
  hold(tx: Tx, { tenantId, runId, fence }: RunClaim): Promise<RunRecord | undefined> {
    return tx.queryOne<RunRecord>(HOLD, [tenantId, runId, fence]);
  }

  async advance(tx: Tx, { tenantId, runId, fence }: RunClaim, run: RunRecord, leaseSeconds: number): Promise<void> {
    const position = run.position === null ? null : JSON.stringify(run.position);
    const values = [run.phase, position, JSON.stringify(run.pulled), JSON.stringify(run.pushed), leaseSeconds];
    await tx.execute(ADVANCE, [tenantId, runId, fence, ...values]);
  }

  async end(tx: Tx, { tenantId, runId, fence }: RunClaim, { status, phase, errorCode, endedAt }: RunRecord): Promise<void> {
    await tx.execute(END, [tenantId, runId, fence, status, phase, errorCode, endedAt]);
  }

  /** Lets the run go on later, or at once. @param failed whether that counts as a failure */
  async release(tx: Tx, claim: RunClaim, until: Date | null, failed: boolean, errorCode: string | null): Promise<void> {
    await tx.execute(WAIT, [claim.tenantId, claim.runId, claim.fence, until, failed ? 1 : 0, errorCode]);
  }

  /** @param most notes of a run that are kept */
  async createRecords(
    tx: Tx,
    { tenantId, runId }: RunClaim,
    direction: CrmSyncRecord['direction'],
    notes: readonly (SyncNote & { readonly recordId: Uuid })[],
    at: Date,
    most: number,
  ): Promise<void> {
    if (notes.length > 0) await tx.execute(INSERT_RECORDS, [tenantId, runId, JSON.stringify(notes), direction, at, most]);
  }

  findRecords(tx: Tx, tenantId: Uuid, runId: Uuid, after: Uuid, outcome: CrmOutcome | undefined, limit: number): Promise<KeptNote[]> {
    return tx.query<KeptNote>(FIND_RECORDS, [tenantId, runId, after, outcome ?? null, limit]);
  }
}
