import type { Tx } from '@leadstream/persistence';
import type { KnownLead, LeadFamily } from './known-lead.js';

// UNION, not UNION ALL: it ends also while pointers of several partitions contradict each other.
const findFamilies = {
  name: 'known_lead_families',
  text: `WITH RECURSIVE family AS (
           SELECT asked AS root, asked AS lead_id FROM unnest($2::uuid[]) AS asked
           UNION
           SELECT f.root, k.lead_id FROM family f JOIN known_lead k ON k.tenant_id = $1 AND k.merged_into = f.lead_id)
         SELECT f.root, k.lead_id AS "leadId", k.sequence, k.email, k.phone, k.time_zone AS "timeZone", k.country, k.region,
                k.deleted_at AS "deletedAt", k.merged_into AS "mergedInto"
           FROM family f JOIN known_lead k ON k.tenant_id = $1 AND k.lead_id = f.lead_id
          ORDER BY f.root, k.lead_id`,
};

const findRelated = {
  name: 'known_lead_related',
  text: `WITH RECURSIVE related AS (
           SELECT asked AS lead_id FROM unnest($2::uuid[]) AS asked
           UNION
           SELECT next.lead_id
             FROM related r CROSS JOIN LATERAL (
                  SELECT up.merged_into AS lead_id FROM known_lead up
                   WHERE up.tenant_id = $1 AND up.lead_id = r.lead_id AND up.merged_into IS NOT NULL
                   UNION ALL
                  SELECT down.lead_id FROM known_lead down WHERE down.tenant_id = $1 AND down.merged_into = r.lead_id) AS next)
         SELECT lead_id AS "leadId" FROM related ORDER BY lead_id`,
};

type KnownLeadRow = Omit<KnownLead, 'sequence'> & { readonly root: string; readonly sequence: string };

/** What is known of leads. */
export class KnownLeadReadModel {
  /** The lead and all that went into it. */
  async findFamily(tx: Tx, tenantId: string, leadId: string): Promise<LeadFamily> {
    return (await this.findFamilies(tx, tenantId, [leadId])).get(leadId) ?? NOBODY;
  }

  /** As {@link findFamily}, of many; leads of whom nothing is known are left out. */
  async findFamilies(tx: Tx, tenantId: string, leadIds: readonly string[]): Promise<Map<string, LeadFamily>> {
    const rows = await tx.query<KnownLeadRow>(findFamilies, [tenantId, leadIds]);
    const byRoot = Map.groupBy(rows, ({ root }) => root);
    return new Map([...byRoot].map(([root, members]) => [root, familyOf(root, members)]));
  }

  /** The leads themselves, known or not, whatever they went into, and whatever went into any of those. */
  async findRelated(tx: Tx, tenantId: string, leadIds: readonly string[]): Promise<string[]> {
    return (await tx.query<{ leadId: string }>(findRelated, [tenantId, leadIds])).map(({ leadId }) => leadId);
  }
}

/** Of whom no event has arrived. */
export const NOBODY: LeadFamily = { lead: undefined, merged: [] };

function familyOf(leadId: string, rows: readonly KnownLeadRow[]): LeadFamily {
  const leads = rows.map(({ root: _root, sequence, ...lead }): KnownLead => ({ ...lead, sequence: Number(sequence) }));
  return { lead: leads.find((lead) => lead.leadId === leadId), merged: leads.filter((lead) => lead.leadId !== leadId) };
}
