import type { Uuid } from '@leadstream/kernel';
import type { SystemTx, Tx } from '@leadstream/persistence';
import type { RehearsalRecord } from './rehearsal.js';

const COLUMNS = `rehearsal_id AS "rehearsalId", policy_id AS "policyId", policy_version AS "policyVersion", settings, rule_set_version AS "ruleSetVersion",
  rule_changes AS "ruleChanges",   from_at AS "from", to_at AS "to", status, done_up_to AS "doneUpTo", done_until AS "doneUntil", tally, created_at AS "createdAt", ended_at AS "endedAt"`;
const OF_POLICY = `SELECT ${COLUMNS} FROM policy_rehearsal WHERE tenant_id = $1 AND policy_id = $2`;

const find = { name: 'policy_rehearsal_find', text: `${OF_POLICY} AND rehearsal_id = $3` };
const lockOne = { name: 'policy_rehearsal_lock', text: `${OF_POLICY} AND rehearsal_id = $3 FOR UPDATE` };
const findPage = {
  name: 'policy_rehearsal_page',
  text: `${OF_POLICY} AND ($3::uuid IS NULL OR rehearsal_id < $3) ORDER BY rehearsal_id DESC LIMIT $4`,
};
const lockRunning = {
  name: 'policy_rehearsal_running',
  text: `SELECT ${COLUMNS} FROM policy_rehearsal WHERE tenant_id = $1 AND status = 'running' ORDER BY created_at, rehearsal_id LIMIT 1 FOR UPDATE`,
};
/** Nothing is written while another one of the policy runs. */
const create = {
  name: 'policy_rehearsal_create',
  text: `INSERT INTO policy_rehearsal (tenant_id, rehearsal_id, policy_id, policy_version, settings, rule_set_version, rule_changes, from_at,
                                       to_at, status, tally, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'running', $10, $11) ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`,
};
const update = {
  name: 'policy_rehearsal_update',
  text: `UPDATE policy_rehearsal SET status = $3, done_up_to = $4, done_until = $5, tally = $6, ended_at = $7 WHERE tenant_id = $1 AND rehearsal_id = $2`,
};

type NewRehearsal = Omit<RehearsalRecord, 'status' | 'doneUpTo' | 'doneUntil' | 'endedAt'>;

/** Rehearsals of policies, and how far they are. */
export class RehearsalRepository {
  find(tx: Tx, tenantId: string, policyId: string, rehearsalId: string): Promise<RehearsalRecord | undefined> {
    return tx.queryOne<RehearsalRecord>(find, [tenantId, policyId, rehearsalId]);
  }

  findForUpdate(tx: Tx, tenantId: string, policyId: string, rehearsalId: string): Promise<RehearsalRecord | undefined> {
    return tx.queryOne<RehearsalRecord>(lockOne, [tenantId, policyId, rehearsalId]);
  }

  /** Latest first. @param before id of the last one of the page before */
  findPage(tx: Tx, tenantId: string, policyId: string, before: string | undefined, limit: number): Promise<RehearsalRecord[]> {
    return tx.query<RehearsalRecord>(findPage, [tenantId, policyId, before ?? null, limit]);
  }

  /** The one that waits longest, locked. */
  findRunningForUpdate(tx: Tx, tenantId: string): Promise<RehearsalRecord | undefined> {
    return tx.queryOne<RehearsalRecord>(lockRunning, [tenantId]);
  }

  /** @returns undefined when one of the policy is running already */
  create(tx: Tx, tenantId: string, rehearsal: NewRehearsal): Promise<RehearsalRecord | undefined> {
    const { rehearsalId, policyId, policyVersion, settings, ruleSetVersion, ruleChanges, from, to, tally, createdAt } = rehearsal;
    const tried = [rehearsalId, policyId, policyVersion, JSON.stringify(settings), ruleSetVersion, JSON.stringify(ruleChanges)];
    return tx.queryOne<RehearsalRecord>(create, [tenantId, ...tried, from, to, JSON.stringify(tally), createdAt]);
  }

  async update(tx: Tx, tenantId: string, rehearsal: RehearsalRecord): Promise<void> {
    const { rehearsalId, status, doneUpTo, doneUntil, tally, endedAt } = rehearsal;
    await tx.execute(update, [tenantId, rehearsalId, status, doneUpTo, doneUntil, JSON.stringify(tally), endedAt]);
  }

  /** Tenants with rehearsals that are not at their end, those that wait longest first. */
  async findTenants(tx: SystemTx, limit: number): Promise<Uuid[]> {
    const rows = await tx.query<{ tenantId: Uuid }>('SELECT tenants_with_policy_rehearsals($1) AS "tenantId"', [limit]);
    return rows.map(({ tenantId }) => tenantId);
  }
}
