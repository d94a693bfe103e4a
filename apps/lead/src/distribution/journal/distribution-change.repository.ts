import { Injectable } from '@nestjs/common';
import { currentContext, type Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { DistributionChange } from './distribution-change.js';

// Whoever distributes leads of a tenant, or changes by what, does so one after the other: capacity and turns are counted across pools.
const HOLD: Statement = {
  name: 'distribution-hold',
  text: `SELECT pg_advisory_xact_lock(hashtextextended('distribution:' || $1::uuid, 0))`,
};

const INSERT: Statement = {
  name: 'distribution-audit-insert',
  text: `INSERT INTO distribution_audit (tenant_id, subject_id, version, subject, action, state, actor_kind, actor_id, request_id, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
};

// Members and pools decide who takes a lead, never which rule is for it.
const LOOK_AGAIN: Statement = {
  name: 'distribution-queue-look-again',
  text: `UPDATE distribution_queue SET look_at = $2, looks = 0 WHERE tenant_id = $1 AND look_at > $2 AND reason <> 'no-rule'`,
};

// An offer is one of the rules that made it.
const DECIDE_ANEW: Statement = {
  name: 'distribution-queue-decide-anew',
  text: `UPDATE distribution_queue SET reason = 'new', pool_id = NULL, rule_key = NULL, look_at = $2, looks = 0
         WHERE tenant_id = $1 AND (look_at > $2 OR reason = 'claim')`,
};

/** What changed of profiles, pools and rules, and by whom. */
@Injectable()
export class DistributionChangeRepository {
  /** No other transaction that asks the same goes on before this one ends. To be called before leads are locked. */
  async hold(tx: Tx, tenantId: Uuid): Promise<void> {
    await tx.execute(HOLD, [tenantId]);
  }

  /** Who did it comes from the ambient context. */
  async create(tx: Tx, tenantId: Uuid, { subject, subjectId, action, version, state, at }: DistributionChange): Promise<void> {
    const { actor = { kind: 'service', id: 'lead' }, requestId = '' } = currentContext() ?? {};
    const values = [subjectId, version, subject, action, JSON.stringify(state), actor.kind, actor.id, requestId, at];
    await tx.execute(INSERT, [tenantId, ...values]);
  }

  /** Leads that wait are looked at now: somebody may be able to take them, or other rules be for them, those that are offered as well. */
  async lookAgain(tx: Tx, tenantId: Uuid, { subject, at }: Pick<DistributionChange, 'subject' | 'at'>): Promise<void> {
    await tx.execute(subject === 'rules' ? DECIDE_ANEW : LOOK_AGAIN, [tenantId, at]);
  }
}
