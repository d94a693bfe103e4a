import { Injectable } from '@nestjs/common';
import type { QueuedLead, QueueReason } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, SystemTx, Tx } from '@leadstream/persistence';
import { LEAD_COLUMNS } from '../../lead-store/lead.repository.js';
import type { DueLead, Waiting } from './waiting.js';

// Whoever holds a lead is changing it: it is looked at again in a moment.
const lockDue = (name: string, which: string): Statement => ({
  name,
  text: `SELECT ${LEAD_COLUMNS}, q.looks
         FROM distribution_queue q JOIN lead l USING (tenant_id, lead_id)
         WHERE q.tenant_id = $1 AND q.look_at <= $2 AND ${which}
         ORDER BY q.look_at, q.lead_id LIMIT $3 FOR UPDATE SKIP LOCKED`,
});

const LOCK_NEW = lockDue('distribution-queue-new', `q.reason = 'new'`);
const LOCK_DUE = lockDue('distribution-queue-due', `q.reason <> 'new'`);

const SAVE: Statement = {
  name: 'distribution-queue-save',
  text: `UPDATE distribution_queue q SET reason = w.reason, pool_id = w."poolId", rule_key = w."ruleKey", looks = w.looks, look_at = w."lookAt"
         FROM jsonb_to_recordset($2::jsonb) AS w ("leadId" uuid, reason text, "poolId" uuid, "ruleKey" text, looks integer, "lookAt" timestamptz)
         WHERE q.tenant_id = $1 AND q.lead_id = w."leadId"`,
};

const COLUMNS = `q.lead_id AS "leadId", q.reason, q.pool_id AS "poolId", q.rule_key AS "ruleKey", q.entered_at AS "enteredAt", q.look_at AS "lookAt"`;

const FIND: Statement = {
  name: 'distribution-queue-find',
  text: `SELECT ${COLUMNS} FROM distribution_queue q WHERE q.tenant_id = $1 AND q.lead_id = $2`,
};

const FIND_PAGE: Statement = {
  name: 'distribution-queue-page',
  text: `SELECT ${COLUMNS} FROM distribution_queue q JOIN lead l USING (tenant_id, lead_id)
         WHERE q.tenant_id = $1 AND l.deleted_at IS NULL AND (q.entered_at, q.lead_id) > ($2, $3)
           AND ($4::uuid IS NULL OR q.pool_id = $4) AND ($5::text IS NULL OR q.reason = $5)
         ORDER BY q.entered_at, q.lead_id LIMIT $6`,
};

const FIND_TENANTS: Statement = {
  name: 'distribution-tenants',
  text: 'SELECT tenant_id AS "tenantId" FROM tenants_with_distribution_work($1, $2) AS tenant_id',
};

const FIND_LEVELS: Statement = {
  name: 'distribution-queue-levels',
  text: 'SELECT reason, leads, oldest_at AS "oldestAt" FROM distribution_queue_levels()',
};

/** Leads that wait for one reason, over all tenants. */
export interface QueuedLeads {
  readonly reason: QueueReason;
  readonly leads: number;
  readonly oldestAt: Date;
}

type Row = Omit<QueuedLead, 'enteredAt' | 'lookAt'> & { readonly enteredAt: Date; readonly lookAt: Date | null };

/** Where a page begins. */
export interface QueuePosition {
  readonly enteredAt: Date;
  readonly leadId: Uuid;
}

/** Leads without owner that wait for one. */
@Injectable()
export class QueueRepository {
  /**
   * Leads to be looked at by then, locked: those that nobody looked at yet, then those that wait longest; some may be gone, over or somebody's
   * by now.
   */
  async lockDue(tx: Tx, tenantId: Uuid, at: Date, most: number): Promise<DueLead[]> {
    const fresh = await tx.query<DueLead>(LOCK_NEW, [tenantId, at, most]);
    const rest = most - fresh.length;
    return rest > 0 ? [...fresh, ...(await tx.query<DueLead>(LOCK_DUE, [tenantId, at, rest]))] : fresh;
  }

  async save(tx: Tx, tenantId: Uuid, waiting: readonly Waiting[]): Promise<void> {
    if (waiting.length > 0) await tx.execute(SAVE, [tenantId, JSON.stringify(waiting)]);
  }

  async find(tx: Tx, tenantId: Uuid, leadId: Uuid): Promise<QueuedLead | undefined> {
    const row = await tx.queryOne<Row>(FIND, [tenantId, leadId]);
    return row && presentQueued(row);
  }

  /** Live leads, longest first. */
  async findPage(
    tx: Tx,
    tenantId: Uuid,
    { enteredAt, leadId }: QueuePosition,
    { poolId, reason }: { readonly poolId?: Uuid | undefined; readonly reason?: QueueReason | undefined },
    limit: number,
  ): Promise<QueuedLead[]> {
    return (await tx.query<Row>(FIND_PAGE, [tenantId, enteredAt, leadId, poolId ?? null, reason ?? null, limit])).map(presentQueued);
  }

  /** Where rules are active; reasons for which nobody waits are left out. */
  findLevels(tx: SystemTx): Promise<QueuedLeads[]> {
    return tx.query<QueuedLeads>(FIND_LEVELS, []);
  }

  /** Tenants with leads to distribute, or responses that were missed. */
  async findTenants(tx: SystemTx, at: Date, most: number): Promise<Uuid[]> {
    return (await tx.query<{ tenantId: Uuid }>(FIND_TENANTS, [at, most])).map(({ tenantId }) => tenantId);
  }
}

function presentQueued({ enteredAt, lookAt, ...row }: Row): QueuedLead {
  return { ...row, enteredAt: enteredAt.toISOString(), lookAt: lookAt?.toISOString() ?? null };
}
