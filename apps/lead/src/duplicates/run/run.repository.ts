import { Injectable } from '@nestjs/common';
import type { RequestContext, Uuid } from '@leadstream/kernel';
import type { Statement, SystemTx, Tx } from '@leadstream/persistence';
import type { RunClaim, RunRecord } from './duplicate-run.js';

const COLUMNS = `run_id AS "runId", status, min_score AS "minScore", leads, compared_to AS "comparedTo", pairs_compared::float8 AS "pairsCompared",
  blocks_skipped AS "blocksSkipped", found, opened, actor_kind AS "actorKind", actor_id AS "actorId",
  request_id AS "requestId", created_at AS "createdAt", started_at AS "startedAt", ended_at AS "endedAt"`;

const CREATE = `INSERT INTO duplicate_run (tenant_id, run_id, min_score, actor_kind, actor_id, request_id, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id) WHERE status IN ('pending', 'running') DO NOTHING RETURNING ${COLUMNS}`;

const FIND_ACTIVE = `SELECT ${COLUMNS} FROM duplicate_run WHERE tenant_id = $1 AND status IN ('pending', 'running')`;

const FIND = `SELECT ${COLUMNS} FROM duplicate_run WHERE tenant_id = $1 AND run_id = $2`;

const CLAIMED = `tenant_id = $1 AND run_id = $2 AND fence = $3 AND status = 'running'`;

const HOLD: Statement = { name: 'duplicate-run-hold', text: `SELECT ${COLUMNS} FROM duplicate_run WHERE ${CLAIMED} FOR UPDATE` };

const PROLONG: Statement = {
  name: 'duplicate-run-prolong',
  text: `UPDATE duplicate_run SET lease_expires_at = clock_timestamp() + make_interval(secs => $4) WHERE ${CLAIMED}`,
};

const COUNTED = `UPDATE duplicate_run SET leads = $4, attempts = 0 WHERE ${CLAIMED}`;

const ADVANCE: Statement = {
  name: 'duplicate-run-advance',
  text: `UPDATE duplicate_run SET compared_to = $4, pairs_compared = pairs_compared + $5, blocks_skipped = blocks_skipped + $6, attempts = 0,
           lease_expires_at = clock_timestamp() + make_interval(secs => $7) WHERE ${CLAIMED}`,
};

const COMPLETE = `UPDATE duplicate_run SET status = 'completed', found = $4, opened = $5, ended_at = $6, lease_expires_at = NULL WHERE ${CLAIMED}`;

const FAIL = `UPDATE duplicate_run SET status = 'failed', ended_at = $4, lease_expires_at = NULL WHERE ${CLAIMED}`;

const CANCEL = `UPDATE duplicate_run SET status = 'cancelled', ended_at = $3, lease_expires_at = NULL, fence = fence + 1
  WHERE tenant_id = $1 AND run_id = $2 AND status IN ('pending', 'running') RETURNING ${COLUMNS}`;

const RELEASE = `UPDATE duplicate_run SET lease_expires_at = NULL WHERE ${CLAIMED}`;

/** Comparisons of all leads of a tenant, one at a time. */
@Injectable()
export class RunRepository {
  /** @returns undefined while another run is on */
  create(tx: Tx, tenantId: Uuid, runId: Uuid, minScore: number, by: RequestContext, at: Date): Promise<RunRecord | undefined> {
    return tx.queryOne<RunRecord>(CREATE, [tenantId, runId, minScore, by.actor.kind, by.actor.id, by.requestId, at]);
  }

  findActive(tx: Tx, tenantId: Uuid): Promise<RunRecord | undefined> {
    return tx.queryOne<RunRecord>(FIND_ACTIVE, [tenantId]);
  }

  find(tx: Tx, tenantId: Uuid, runId: Uuid): Promise<RunRecord | undefined> {
    return tx.queryOne<RunRecord>(FIND, [tenantId, runId]);
  }

  /** How many leads the latest run counted whose counts of values are stored; undefined before any. */
  async findCountedLeads(tx: Tx, tenantId: Uuid): Promise<number | undefined> {
    const sql = 'SELECT leads FROM duplicate_run WHERE tenant_id = $1 AND leads IS NOT NULL ORDER BY run_id DESC LIMIT 1';
    return (await tx.queryOne<{ leads: number }>(sql, [tenantId]))?.leads;
  }

  /** The next run that waits for a worker, whichever tenant's it is. */
  claim(tx: SystemTx, leaseSeconds: number): Promise<RunClaim | undefined> {
    const sql = 'SELECT tenant_id AS "tenantId", run_id AS "runId", fence, attempts FROM claim_duplicate_run(make_interval(secs => $1))';
    return tx.queryOne<RunClaim>(sql, [leaseSeconds]);
  }

  /** Locks the run until the transaction ends; undefined when the claim is no longer good. */
  hold(tx: Tx, { tenantId, runId, fence }: RunClaim): Promise<RunRecord | undefined> {
    return tx.queryOne<RunRecord>(HOLD, [tenantId, runId, fence]);
  }

  /** @returns whether the claim is good */
  async prolong(tx: Tx, { tenantId, runId, fence }: RunClaim, leaseSeconds: number): Promise<boolean> {
    return (await tx.execute(PROLONG, [tenantId, runId, fence, leaseSeconds])) > 0;
  }

  async updateToCounted(tx: Tx, { tenantId, runId, fence }: RunClaim, leads: number): Promise<void> {
    await tx.execute(COUNTED, [tenantId, runId, fence, leads]);
  }

  /** @param comparedTo key up to which every block is compared */
  async advance(
    tx: Tx,
    { tenantId, runId, fence }: RunClaim,
    { comparedTo, pairs, skipped }: { readonly comparedTo: string; readonly pairs: number; readonly skipped: number },
    leaseSeconds: number,
  ): Promise<void> {
    await tx.execute(ADVANCE, [tenantId, runId, fence, comparedTo, pairs, skipped, leaseSeconds]);
  }

  async updateToCompleted(
    tx: Tx,
    { tenantId, runId, fence }: RunClaim,
    { found, opened }: { readonly found: number; readonly opened: number },
    at: Date,
  ): Promise<void> {
    await tx.execute(COMPLETE, [tenantId, runId, fence, found, opened, at]);
  }

  async updateToFailed(tx: Tx, { tenantId, runId, fence }: RunClaim, at: Date): Promise<void> {
    await tx.execute(FAIL, [tenantId, runId, fence, at]);
  }

  /** Whoever works on it has lost his claim. @returns undefined when it had ended, or never was */
  updateToCancelled(tx: Tx, tenantId: Uuid, runId: Uuid, at: Date): Promise<RunRecord | undefined> {
    return tx.queryOne<RunRecord>(CANCEL, [tenantId, runId, at]);
  }

  /** Lets another worker go on at once. */
  async release(tx: Tx, { tenantId, runId, fence }: RunClaim): Promise<void> {
    await tx.execute(RELEASE, [tenantId, runId, fence]);
  }
}
