import type { Tx } from '@leadstream/persistence';
import type { Dealing } from './dealing.js';

const save = {
  name: 'dealing_save',
  text: `INSERT INTO dealing (tenant_id, source_id, lead_id, kind, dealt_at)
         SELECT $1::uuid, d.source_id, d.lead_id, d.kind, d.dealt_at
           FROM jsonb_to_recordset($2::jsonb) AS d (source_id uuid, lead_id uuid, kind text, dealt_at timestamptz)
          ORDER BY d.source_id
             ON CONFLICT (tenant_id, source_id) DO UPDATE SET lead_id = excluded.lead_id, dealt_at = excluded.dealt_at`,
};

const remove = { name: 'dealing_remove', text: 'DELETE FROM dealing WHERE tenant_id = $1 AND source_id = ANY ($2::uuid[])' };

/** Writes what is known of dealings. */
export class DealingRepository {
  /** @param dealings each source once */
  async save(tx: Tx, tenantId: string, dealings: readonly Dealing[]): Promise<void> {
    if (dealings.length === 0) return;
    const rows = dealings.map(({ sourceId, leadId, kind, dealtAt }) => ({ source_id: sourceId, lead_id: leadId, kind, dealt_at: dealtAt }));
    await tx.execute(save, [tenantId, JSON.stringify(rows)]);
  }

  async remove(tx: Tx, tenantId: string, sourceIds: readonly string[]): Promise<void> {
    if (sourceIds.length > 0) await tx.execute(remove, [tenantId, sourceIds]);
  }
}
