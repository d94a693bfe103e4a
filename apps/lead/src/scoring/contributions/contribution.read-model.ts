import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { DatedContribution } from './contribution.js';
import type { Contributions } from '../score/score.js';

const FIND: Statement = {
  name: 'scoring-contributions',
  text: 'SELECT lead_id AS "leadId", kind, instants FROM scoring_contributions_of($1, $2, $3)',
};

// Ids under which something may be told of a lead, as in the function above.
const SUBJECTS = `WITH RECURSIVE family AS (
           SELECT $2::uuid AS lead_id
           UNION
           SELECT l.lead_id FROM family f JOIN lead l ON l.tenant_id = $1 AND l.merged_into = f.lead_id),
         subject AS (
           SELECT lead_id FROM family
           UNION
           SELECT i.value::uuid FROM family f JOIN lead_identity i ON i.tenant_id = $1 AND i.lead_id = f.lead_id AND i.kind = 'visitor')`;

const FIND_ALL: Statement = {
  name: 'scoring-contributions-all',
  text: `${SUBJECTS}
         SELECT c.kind, c.occurred_at AS "occurredAt", r.retracted_at AS "retractedAt"
         FROM subject s JOIN scoring_contribution c ON c.tenant_id = $1 AND c.lead_id = s.lead_id
         LEFT JOIN scoring_retraction r ON r.tenant_id = $1 AND r.source_id = c.source_id`,
};

/** What leads did, under whichever of their ids it was told. */
@Injectable()
export class ContributionReadModel {
  /** Of each lead what was not taken back by an instant; what lies behind the instant is there, too. */
  async find(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[], at: Date): Promise<(leadId: Uuid) => Contributions> {
    const rows = await tx.query<{ leadId: Uuid; kind: string; instants: string }>(FIND, [tenantId, leadIds, at]);
    const found = new Map<Uuid, Map<string, number[]>>();
    for (const { leadId, kind, instants } of rows) {
      const ofLead = found.get(leadId) ?? new Map<string, number[]>();
      found.set(leadId, ofLead.set(kind, instants.split(',').map(Number)));
    }
    return (leadId) => found.get(leadId) ?? new Map();
  }

  findAll(tx: Tx, tenantId: Uuid, leadId: Uuid): Promise<DatedContribution[]> {
    return tx.query<DatedContribution>(FIND_ALL, [tenantId, leadId]);
  }
}
