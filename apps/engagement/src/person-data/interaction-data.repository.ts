import type { Tx } from '@leadstream/persistence';
import type { DataSubject, Erased, PersonalRecord, PersonalStore } from '@leadstream/privacy';
import { INTERACTION_COLUMNS, type InteractionRow, toInteraction } from '../interaction/interaction-row.js';

const PAGE_ROWS = 500;

const page = {
  name: 'person_data_interactions',
  text: `SELECT ${INTERACTION_COLUMNS} FROM interaction i
          WHERE i.tenant_id = $1 AND i.lead_id = $2 AND (i.occurred_at, i.id) < ($3::timestamptz, $4::uuid)
          ORDER BY i.occurred_at DESC, i.id DESC LIMIT $5`,
};

const erase = {
  name: 'person_data_interactions_erase',
  text: `WITH gone AS (DELETE FROM interaction WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) RETURNING client_event_id),
              freed AS (DELETE FROM interaction_key k USING gone WHERE k.tenant_id = $1 AND k.client_event_id = gone.client_event_id)
         SELECT count(*)::int AS removed FROM gone`,
};

/** What the person did, with the ids that clients gave it. */
export class InteractionData implements PersonalStore {
  readonly name = 'interactions';
  readonly kind = 'table';
  readonly tables = ['interaction', 'interaction_key'];

  async *gather(tx: Tx, { tenantId, leadIds }: DataSubject): AsyncGenerator<PersonalRecord> {
    for (const leadId of leadIds) {
      let after: readonly [occurredAt: Date | string, id: string] = ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
      for (let rows: InteractionRow[] | undefined; rows === undefined || rows.length === PAGE_ROWS;) {
        rows = await tx.query<InteractionRow>(page, [tenantId, leadId, ...after, PAGE_ROWS]);
        for (const row of rows) yield { ...toInteraction(row) };
        const last = rows.at(-1);
        if (last !== undefined) after = [last.occurred_at, last.id];
      }
    }
  }

  references(): Promise<[]> {
    return Promise.resolve([]);
  }

  async erase(tx: Tx, { tenantId, leadIds }: DataSubject): Promise<Erased> {
    const row = await tx.queryOne<{ removed: number }>(erase, [tenantId, leadIds]);
    return { removed: row?.removed ?? 0, blanked: 0 };
  }
}
