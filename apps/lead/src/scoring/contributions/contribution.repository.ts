import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { Contribution, Retraction } from './contribution.js';

// What is read again changes nothing, and of an erased person nothing is kept again. What was done again at another time, as mails are opened, has
// a row of its own. In one order, so that two consumer groups that store the same sources never wait for each other.
const INSERT: Statement = {
  name: 'scoring-contribution-insert',
  text: `INSERT INTO scoring_contribution (tenant_id, source_id, kind, lead_id, occurred_at, event_id)
         SELECT $1, "sourceId", kind, "leadId", "occurredAt", "eventId"
         FROM jsonb_to_recordset($2::jsonb) AS told ("sourceId" uuid, kind text, "leadId" uuid, "occurredAt" timestamptz, "eventId" uuid)
         WHERE NOT EXISTS (SELECT FROM erased_person e WHERE e.tenant_id = $1 AND e.lead_id = told."leadId")
         ORDER BY "sourceId", kind, "occurredAt"
         ON CONFLICT DO NOTHING`,
};

const RETRACT: Statement = {
  name: 'scoring-retraction-insert',
  text: `INSERT INTO scoring_retraction (tenant_id, source_id, retracted_at, event_id)
         SELECT $1, "sourceId", "retractedAt", "eventId"
         FROM jsonb_to_recordset($2::jsonb) AS told ("sourceId" uuid, "retractedAt" timestamptz, "eventId" uuid)
         ORDER BY "sourceId"
         ON CONFLICT DO NOTHING`,
};

/** What leads did, append-only; sources and what takes them back may come in any order. */
@Injectable()
export class ContributionRepository {
  async create(tx: Tx, tenantId: Uuid, contributions: readonly Contribution[]): Promise<void> {
    if (contributions.length > 0) await tx.execute(INSERT, [tenantId, JSON.stringify(contributions)]);
  }

  async createRetractions(tx: Tx, tenantId: Uuid, retractions: readonly Retraction[]): Promise<void> {
    if (retractions.length > 0) await tx.execute(RETRACT, [tenantId, JSON.stringify(retractions)]);
  }
}
