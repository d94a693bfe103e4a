import type { Interaction } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';
import { INTERACTION_COLUMNS, type InteractionRow, toInteraction } from './interaction-row.js';

/** Place in a timeline. */
export interface TimelinePosition {
  readonly occurredAt: string;
  readonly id: string;
}

export interface TimelineFilter {
  readonly leadId: string;
  /** Any of them; all kinds when undefined. */
  readonly kinds: readonly string[] | undefined;
  readonly before: TimelinePosition | undefined;
  readonly limit: number;
}

/** Before everything: keeps the condition one that the index answers. */
const TOP: TimelinePosition = { occurredAt: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

const page = {
  name: 'interaction_page',
  // Each lead's own interactions come out of the index in order: a family of n reads n pages, whatever it did.
  text: `WITH RECURSIVE family AS (
           SELECT $2::uuid AS lead_id
           UNION
           SELECT k.lead_id FROM family f JOIN known_lead k ON k.tenant_id = $1 AND k.merged_into = f.lead_id)
         SELECT ${INTERACTION_COLUMNS}
           FROM family f CROSS JOIN LATERAL (
                SELECT * FROM interaction own
                 WHERE own.tenant_id = $1 AND own.lead_id = f.lead_id
                   AND ($3::text[] IS NULL OR own.kind = ANY ($3))
                   AND (own.occurred_at, own.id) < ($4::timestamptz, $5::uuid)
                 ORDER BY own.occurred_at DESC, own.id DESC LIMIT $6) i
          ORDER BY i.occurred_at DESC, i.id DESC LIMIT $6`,
};

const find = {
  name: 'interaction_find',
  text: `SELECT ${INTERACTION_COLUMNS} FROM interaction i WHERE i.tenant_id = $1 AND i.id = $2`,
};

/** What leads did. */
export class InteractionReadModel {
  /** What the lead did, and what every lead did that went into it; newest occurrence first. */
  async findPage(tx: Tx, tenantId: string, { leadId, kinds, before = TOP, limit }: TimelineFilter): Promise<Interaction[]> {
    const values = [tenantId, leadId, kinds ?? null, before.occurredAt, before.id, limit];
    return (await tx.query<InteractionRow>(page, values)).map(toInteraction);
  }

  async findById(tx: Tx, tenantId: string, id: string): Promise<Interaction | undefined> {
    const row = await tx.queryOne<InteractionRow>(find, [tenantId, id]);
    return row && toInteraction(row);
  }
}
