import { type Tx, uuidArray } from '@leadstream/persistence';

const advance = {
  name: 'lead_stream_advance',
  text: `INSERT INTO lead_stream AS s (tenant_id, lead_id, sequence)
         SELECT $1::uuid, lead_id, count(*) FROM unnest($2::uuid[]) AS lead_id GROUP BY lead_id ORDER BY lead_id
             ON CONFLICT (tenant_id, lead_id) DO UPDATE SET sequence = s.sequence + excluded.sequence
         RETURNING lead_id, sequence`,
};

/** How far the numbering of each lead's events has come. */
export class LeadStreamRepository {
  /**
   * Moves each lead on by as many places as it stands in `leadIds`, and locks it until the transaction ends.
   * @returns the last number taken, by lead
   */
  async advance(tx: Tx, tenantId: string, leadIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await tx.query<{ lead_id: string; sequence: string }>(advance, [tenantId, uuidArray(leadIds)]);
    return new Map(rows.map((row) => [row.lead_id, Number(row.sequence)]));
  }
}
