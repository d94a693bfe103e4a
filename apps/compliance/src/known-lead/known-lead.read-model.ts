import type { Tx } from '@leadstream/persistence';
import type { LeadFamily } from './known-lead.js';

// UNION, not UNION ALL: it ends also while pointers of several partitions contradict each other.
const findFamily = {
  name: 'known_lead_family',
  text: `WITH RECURSIVE family AS (
           SELECT $2::uuid AS lead_id
           UNION
           SELECT k.lead_id FROM family f JOIN known_lead k ON k.tenant_id = $1 AND k.merged_into = f.lead_id)
         SELECT k.lead_id, k.sequence, k.email, k.phone, k.deleted_at, k.merged_into
           FROM family f JOIN known_lead k ON k.tenant_id = $1 AND k.lead_id = f.lead_id
          ORDER BY k.lead_id`,
};

interface KnownLeadRow {
  lead_id: string;
  sequence: string;
  email: string | null;
  phone: string | null;
  deleted_at: Date | null;
  merged_into: string | null;
}

/** What is known of leads. */
export class KnownLeadReadModel {
  /** The lead and all that went into it. */
  async findFamily(tx: Tx, tenantId: string, leadId: string): Promise<LeadFamily> {
    const rows = await tx.query<KnownLeadRow>(findFamily, [tenantId, leadId]);
    const leads = rows.map((row) => ({
      leadId: row.lead_id,
      sequence: Number(row.sequence),
      email: row.email,
      phone: row.phone,
      deletedAt: row.deleted_at,
      mergedInto: row.merged_into,
    }));
    return { lead: leads.find((lead) => lead.leadId === leadId), merged: leads.filter((lead) => lead.leadId !== leadId) };
  }
}
