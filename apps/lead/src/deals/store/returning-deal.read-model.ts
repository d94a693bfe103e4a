import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';

// Of the lead and of all that went into it, as the trigger shows them again.
const FIND_HOLDER: Statement = {
  name: 'deal-find-holder-of-returning',
  text: `WITH RECURSIVE family AS (
           SELECT $2::uuid AS lead_id
           UNION
           SELECT l.lead_id FROM family f JOIN lead l ON l.tenant_id = $1 AND l.merged_into = f.lead_id)
         SELECT held.deal_id AS "dealId" FROM deal own JOIN deal held ON held.tenant_id = own.tenant_id AND held.external_id = own.external_id
          WHERE own.tenant_id = $1 AND own.lead_id IN (SELECT lead_id FROM family) AND own.deleted_at IS NULL AND own.hidden
            AND held.deleted_at IS NULL AND NOT held.hidden
          ORDER BY own.deal_id LIMIT 1`,
};

/** Deals that come back with a deleted lead. */
@Injectable()
export class ReturningDealReadModel {
  /** The live deal that has by now the external id of one that would come back. */
  async findHolder(tx: Tx, tenantId: Uuid, leadId: Uuid): Promise<Uuid | undefined> {
    return (await tx.queryOne<{ dealId: Uuid }>(FIND_HOLDER, [tenantId, leadId]))?.dealId;
  }
}
