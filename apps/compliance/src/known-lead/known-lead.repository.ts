import type { Tx } from '@leadstream/persistence';
import type { KnownLead } from './known-lead.js';

// What stood before is read from the snapshot in which the statement began, and so without what it writes itself.
const save = {
  name: 'known_lead_save',
  text: `WITH told AS MATERIALIZED (
           SELECT * FROM jsonb_to_recordset($2::jsonb) AS l (lead_id uuid, sequence bigint, email text, phone text, time_zone text, country text,
                                                             region text, deleted_at timestamptz, merged_into uuid)),
         saved AS (
           INSERT INTO known_lead AS k (tenant_id, lead_id, sequence, email, phone, time_zone, country, region, deleted_at, merged_into)
           SELECT $1::uuid, lead_id, sequence, email, phone, time_zone, country, region, deleted_at, merged_into FROM told ORDER BY lead_id
               ON CONFLICT (tenant_id, lead_id) DO UPDATE
              SET sequence = excluded.sequence, email = excluded.email, phone = excluded.phone, time_zone = excluded.time_zone,
                  country = excluded.country, region = excluded.region, deleted_at = excluded.deleted_at, merged_into = excluded.merged_into
            WHERE k.sequence < excluded.sequence)
         SELECT k.lead_id AS "leadId", k.sequence, k.email, k.phone, k.deleted_at AS "deletedAt"
           FROM told JOIN known_lead k ON k.tenant_id = $1 AND k.lead_id = told.lead_id`,
};

/** What was known of a lead. */
export type LeadBefore = Pick<KnownLead, 'leadId' | 'sequence' | 'email' | 'phone' | 'deletedAt'>;

/** Writes the projection of leads. */
export class KnownLeadRepository {
  /**
   * Takes over what is newer than what is known.
   * @param leads each lead once
   * @returns what was known of those that were known before
   */
  async save(tx: Tx, tenantId: string, leads: readonly KnownLead[]): Promise<LeadBefore[]> {
    const told = leads.map(({ leadId, timeZone, deletedAt, mergedInto, ...lead }) => ({
      ...lead,
      lead_id: leadId,
      time_zone: timeZone,
      deleted_at: deletedAt,
      merged_into: mergedInto,
    }));
    const rows = await tx.query<Omit<LeadBefore, 'sequence'> & { readonly sequence: string }>(save, [tenantId, JSON.stringify(told)]);
    return rows.map((row) => ({ ...row, sequence: Number(row.sequence) }));
  }
}
