import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { AuditedStep, Birth } from './lead-at.rules.js';

const FIND_BIRTH: Statement = {
  name: 'lead-birth',
  text: `SELECT lead_id AS "leadId", captured_at AS "capturedAt", created_at AS "createdAt" FROM lead
         WHERE tenant_id = $1 AND lead_id = $2 AND erased_at IS NULL`,
};

const FIND_STEPS: Statement = {
  name: 'lead-steps',
  text: `SELECT version, changes, recorded_at AS "recordedAt" FROM lead_audit WHERE tenant_id = $1 AND lead_id = $2 ORDER BY version`,
};

const FIND_STEPS_OF: Statement = {
  name: 'lead-steps-of',
  text: `SELECT lead_id AS "leadId", version, changes, recorded_at AS "recordedAt" FROM lead_audit
         WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) ORDER BY lead_id, version`,
};

/** Everything that ever happened to a lead, deleted or not. */
@Injectable()
export class LeadStepsReadModel {
  findBirth(tx: Tx, tenantId: Uuid, leadId: Uuid): Promise<Birth | undefined> {
    return tx.queryOne<Birth>(FIND_BIRTH, [tenantId, leadId]);
  }

  findSteps(tx: Tx, tenantId: Uuid, leadId: Uuid): Promise<AuditedStep[]> {
    return tx.query<AuditedStep>(FIND_STEPS, [tenantId, leadId]);
  }
  /** Of each lead, in the order of its versions. */
  async findStepsOf(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[]): Promise<(leadId: Uuid) => readonly AuditedStep[]> {
    const rows = await tx.query<AuditedStep & { readonly leadId: Uuid }>(FIND_STEPS_OF, [tenantId, leadIds]);
    const byLead = Map.groupBy(rows, ({ leadId }) => leadId);
    return (leadId) => byLead.get(leadId) ?? [];
  }
}
