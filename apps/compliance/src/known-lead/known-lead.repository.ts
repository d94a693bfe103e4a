import type { Tx } from '@leadstream/persistence';
import type { KnownLead } from './known-lead.js';

const save = {
  name: 'known_lead_save',
  text: `INSERT INTO known_lead AS k (tenant_id, lead_id, sequence, email, phone, time_zone, country, region, deleted_at, merged_into)
         SELECT $1::uuid, l.lead_id, l.sequence, l.email, l.phone, l.time_zone, l.country, l.region, l.deleted_at, l.merged_into
           FROM jsonb_to_recordset($2::jsonb) AS l (lead_id uuid, sequence bigint, email text, phone text, time_zone text, country text,
                                                    region text, deleted_at timestamptz, merged_into uuid)
          ORDER BY l.lead_id
             ON CONFLICT (tenant_id, lead_id) DO UPDATE
            SET sequence = excluded.sequence, email = excluded.email, phone = excluded.phone, time_zone = excluded.time_zone,
                country = excluded.country, region = excluded.region, deleted_at = excluded.deleted_at, merged_into = excluded.merged_into
          WHERE k.sequence < excluded.sequence`,
};

/** Writes the projection of leads. */
export class KnownLeadRepository {
  /**
   * Takes over what is newer than what is known.
   * @param leads each lead once
   * @returns how many were newer
   */
  async save(tx: Tx, tenantId: string, leads: readonly KnownLead[]): Promise<number> {
    const rows = leads.map(({ leadId, timeZone, deletedAt, mergedInto, ...lead }) => ({
      ...lead,
      lead_id: leadId,
      time_zone: timeZone,
      deleted_at: deletedAt,
      merged_into: mergedInto,
    }));
    return tx.execute(save, [tenantId, JSON.stringify(rows)]);
  }
}
