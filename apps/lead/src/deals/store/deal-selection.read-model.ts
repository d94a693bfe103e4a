import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import { dealConditions, type DealQuery } from './deal-conditions.rules.js';

const FIND_TAGGED: Statement = {
  name: 'deal-find-tagged',
  text: 'SELECT deal_id AS "dealId" FROM deal_tag WHERE tenant_id = $1 AND tag_id = $2 ORDER BY deal_id LIMIT $3',
};

interface Found {
  readonly dealId: Uuid;
}

/** Ids of deals, in their order, for those who go through all of them. */
@Injectable()
export class DealSelectionReadModel {
  /** @param after the last id of the page before */
  async findPage(
    tx: Tx,
    tenantId: Uuid,
    query: DealQuery,
    { after, limit, now }: { readonly after: Uuid | undefined; readonly limit: number; readonly now: Date },
  ): Promise<Uuid[]> {
    const values: unknown[] = [tenantId];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const conditions = dealConditions(query, now, bind);
    if (after !== undefined) conditions.push(`d.deal_id > ${bind(after)}::uuid`);
    const rows = await tx.query<Found>(
      `SELECT d.deal_id AS "dealId" FROM deal d JOIN pipeline_stage s ON s.tenant_id = d.tenant_id AND s.stage_id = d.stage_id
       WHERE d.tenant_id = $1 AND ${conditions.join(' AND ')} ORDER BY d.deal_id LIMIT ${bind(limit)}`,
      values,
    );
    return rows.map(({ dealId }) => dealId);
  }

  /** Live deals that have a tag. */
  async findTagged(tx: Tx, tenantId: Uuid, tagId: Uuid, most: number): Promise<Uuid[]> {
    return (await tx.query<Found>(FIND_TAGGED, [tenantId, tagId, most])).map(({ dealId }) => dealId);
  }
}
