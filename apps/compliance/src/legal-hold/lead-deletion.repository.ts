import type { DeletionUnderWay } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';

const begin = {
  name: 'lead_deletion_begin',
  text: `INSERT INTO lead_deletion (tenant_id, deletion_id, lead_id, begun_at)
         SELECT $1::uuid, $2, lead_id, $4 FROM unnest($3::uuid[]) AS lead_id ORDER BY lead_id
             ON CONFLICT DO NOTHING`,
};
const end = {
  name: 'lead_deletion_end',
  text: `UPDATE lead_deletion SET ended_at = greatest($3::timestamptz, begun_at) WHERE tenant_id = $1 AND deletion_id = $2 AND ended_at IS NULL`,
};
const underWay = {
  name: 'lead_deletion_under_way',
  text: `SELECT deletion_id, lead_id, begun_at FROM lead_deletion
          WHERE tenant_id = $1 AND ended_at IS NULL AND ($2::uuid[] IS NULL OR lead_id = ANY ($2))
          UNION ALL
         SELECT id, NULL, requested_at FROM erasure
          WHERE tenant_id = $1 AND lead_id IS NULL AND step <> 'certified' AND $2::uuid[] IS NULL
          ORDER BY begun_at DESC, deletion_id, lead_id LIMIT 100`,
};

/** Deletions of leads that no hold stood in the way of. */
export class LeadDeletionRepository {
  async begin(tx: Tx, tenantId: string, deletionId: string, leadIds: readonly string[], at: Date): Promise<void> {
    await tx.execute(begin, [tenantId, deletionId, leadIds, at]);
  }

  async end(tx: Tx, tenantId: string, deletionId: string, at: Date): Promise<void> {
    await tx.execute(end, [tenantId, deletionId, at]);
  }

  /**
   * Latest first, a hundred at most; without a lead those of addresses of persons who are none.
   * @param leadIds undefined: of whichever lead
   */
  async findUnderWay(tx: Tx, tenantId: string, leadIds: readonly string[] | undefined): Promise<DeletionUnderWay[]> {
    const rows = await tx.query<{ deletion_id: string; lead_id: string | null; begun_at: Date }>(underWay, [tenantId, leadIds ?? null]);
    return rows.map((row) => ({ deletionId: row.deletion_id, leadId: row.lead_id, begunAt: row.begun_at.toISOString() }));
  }
}
