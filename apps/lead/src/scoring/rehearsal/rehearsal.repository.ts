import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, SystemTx, Tx } from '@leadstream/persistence';
import { LEAD_COLUMNS } from '../../lead-store/lead.repository.js';
import type { LeadRecord } from '../../lead/lead.js';
import type { RehearsalRecord } from './rehearsal.js';

const COLUMNS = `rehearsal_id AS "rehearsalId", model_id AS "modelId", model_version AS "modelVersion", status, leads_total AS "leadsTotal",
  leads_done AS "leadsDone", done_up_to AS "doneUpTo", tally, created_at AS "createdAt", completed_at AS "completedAt"`;

const FIND: Statement = {
  name: 'scoring-rehearsal-find',
  text: `SELECT ${COLUMNS} FROM scoring_rehearsal WHERE tenant_id = $1 AND model_id = $2 AND rehearsal_id = $3`,
};

const LOCK_RUNNING: Statement = {
  name: 'scoring-rehearsal-running',
  text: `SELECT ${COLUMNS} FROM scoring_rehearsal WHERE tenant_id = $1 AND status = 'running' ORDER BY created_at, rehearsal_id LIMIT 1 FOR UPDATE`,
};

const INSERT: Statement = {
  name: 'scoring-rehearsal-insert',
  text: `INSERT INTO scoring_rehearsal (tenant_id, rehearsal_id, model_id, model_version, status, leads_total, tally, created_at)
         SELECT $1, $2, $3, $4, 'running', (SELECT count(*) FROM lead WHERE tenant_id = $1 AND deleted_at IS NULL), $5, $6
         ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`,
};

const UPDATE: Statement = {
  name: 'scoring-rehearsal-update',
  text: `UPDATE scoring_rehearsal SET status = $3, leads_done = $4, done_up_to = $5, tally = $6, completed_at = $7
         WHERE tenant_id = $1 AND rehearsal_id = $2`,
};

const NEXT_LEADS: Statement = {
  name: 'scoring-rehearsal-leads',
  text: `SELECT ${LEAD_COLUMNS} FROM lead WHERE tenant_id = $1 AND lead_id > $2 AND deleted_at IS NULL ORDER BY lead_id LIMIT $3`,
};

const FIND_TENANTS: Statement = {
  name: 'scoring-rehearsal-tenants',
  text: 'SELECT tenant_id AS "tenantId" FROM tenants_with_rehearsals($1) AS tenant_id',
};

/** Rehearsals of scoring models, and the leads that they go through. */
@Injectable()
export class RehearsalRepository {
  find(tx: Tx, tenantId: Uuid, modelId: Uuid, rehearsalId: Uuid): Promise<RehearsalRecord | undefined> {
    return tx.queryOne<RehearsalRecord>(FIND, [tenantId, modelId, rehearsalId]);
  }

  /** The one that waits longest, locked. */
  findRunningForUpdate(tx: Tx, tenantId: Uuid): Promise<RehearsalRecord | undefined> {
    return tx.queryOne<RehearsalRecord>(LOCK_RUNNING, [tenantId]);
  }

  /** @returns undefined when one of the model is running already */
  create(
    tx: Tx,
    tenantId: Uuid,
    { rehearsalId, modelId, modelVersion, tally, createdAt }: Omit<RehearsalRecord, 'leadsTotal' | 'leadsDone' | 'doneUpTo'>,
  ): Promise<RehearsalRecord | undefined> {
    return tx.queryOne<RehearsalRecord>(INSERT, [tenantId, rehearsalId, modelId, modelVersion, JSON.stringify(tally), createdAt]);
  }

  async update(tx: Tx, tenantId: Uuid, rehearsal: RehearsalRecord): Promise<void> {
    const { rehearsalId, status, leadsDone, doneUpTo, tally, completedAt } = rehearsal;
    await tx.execute(UPDATE, [tenantId, rehearsalId, status, leadsDone, doneUpTo, JSON.stringify(tally), completedAt]);
  }

  /** Live leads that come after one in the order of ids. */
  findNextLeads(tx: Tx, tenantId: Uuid, after: Uuid, most: number): Promise<LeadRecord[]> {
    return tx.query<LeadRecord>(NEXT_LEADS, [tenantId, after, most]);
  }

  async findTenants(tx: SystemTx, most: number): Promise<Uuid[]> {
    return (await tx.query<{ tenantId: Uuid }>(FIND_TENANTS, [most])).map(({ tenantId }) => tenantId);
  }
}
