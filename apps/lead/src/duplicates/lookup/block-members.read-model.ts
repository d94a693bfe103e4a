import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';

/** Leads that share one key. */
interface Block {
  readonly leadIds: readonly Uuid[];
}

const FIND: Statement = {
  name: 'duplicate-block-members',
  text: `SELECT block."leadIds" FROM unnest($2::bigint[]) AS wanted (key)
         CROSS JOIN LATERAL (
           SELECT array_agg(lead_id) AS "leadIds"
           FROM (SELECT lead_id FROM duplicate_key WHERE tenant_id = $1 AND key = wanted.key LIMIT $3) AS member
         ) AS block
         WHERE block."leadIds" IS NOT NULL`,
};

/** Who shares a key with a lead. */
@Injectable()
export class BlockMembersReadModel {
  /**
   * Leads that have one of the keys, each once.
   * @param mostLeads keys that more leads share bring nobody
   */
  async find(tx: Tx, tenantId: Uuid, keys: readonly string[], mostLeads: number): Promise<Uuid[]> {
    const blocks = await tx.query<Block>(FIND, [tenantId, keys, mostLeads + 1]);
    return [...new Set(blocks.filter(({ leadIds }) => leadIds.length <= mostLeads).flatMap(({ leadIds }) => leadIds))];
  }
}
