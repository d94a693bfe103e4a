import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import { type AuditedStep, leadAt } from '../../time-travel/lead-at.rules.js';
import type { PastLead } from './replay.rules.js';

const FIND: Statement = {
  name: 'distribution-past-leads',
  text: `SELECT a.lead_id AS "leadId", a.lead_version AS "leadVersion", a.member_id AS "memberId", a.assigned_at AS at,
                l.captured_at AS "capturedAt", l.created_at AS "createdAt", l.owner_id AS "ownerId"
         FROM lead_assignment a JOIN lead l USING (tenant_id, lead_id)
         WHERE a.tenant_id = $1 AND a.way = 'rule' AND a.assigned_at >= $2 AND a.assigned_at < $3
         ORDER BY a.assigned_at, a.assignment_id LIMIT $4`,
};

const FIND_STEPS: Statement = {
  name: 'distribution-past-steps',
  text: `SELECT lead_id AS "leadId", version, changes, recorded_at AS "recordedAt" FROM lead_audit
         WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) ORDER BY lead_id, version`,
};

interface Row {
  readonly leadId: Uuid;
  readonly leadVersion: number;
  readonly memberId: Uuid;
  readonly at: Date;
  readonly capturedAt: Date;
  readonly createdAt: Date;
  /** At present. */
  readonly ownerId: Uuid | null;
}

/** Leads that were distributed, as they were just before. */
@Injectable()
export class PastLeadReadModel {
  /** @returns with who has each lead at present */
  async find(tx: Tx, tenantId: Uuid, from: Date, until: Date, most: number): Promise<(PastLead & { readonly ownerId: Uuid | null })[]> {
    const rows = await tx.query<Row>(FIND, [tenantId, from, until, most]);
    const steps = await tx.query<AuditedStep & { leadId: Uuid }>(FIND_STEPS, [tenantId, rows.map(({ leadId }) => leadId)]);
    const byLead = Map.groupBy(steps, ({ leadId }) => leadId);
    return rows.flatMap(({ leadVersion, memberId, at, ownerId, ...birth }) => {
      const before = (byLead.get(birth.leadId) ?? []).filter(({ version }) => version < leadVersion);
      const lead = leadAt(birth, before, at);
      return lead ? [{ lead, at, memberId, ownerId }] : [];
    });
  }
}
