import type { DncKind } from '@leadstream/contracts';
import { type Tx, uuidArray } from '@leadstream/persistence';
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

/*
 * Whether another lead has the address, or one that went into another: that may be what the person of today has, unless it is one of ours that has it
 * today. Each kind has an index of its own.
 */
const isOfAnother = (kind: 'email' | 'phone') => `EXISTS (
  SELECT FROM known_lead k
   WHERE k.tenant_id = $1 AND k.${kind} = CASE WHEN starts_with(a.address, '${kind}:') THEN substr(a.address, ${kind.length + 2}) END
     AND k.lead_id <> ALL ($2::uuid[])
     AND (k.deleted_at IS NULL
          OR (k.merged_into IS NOT NULL
              AND NOT EXISTS (SELECT FROM known_lead o WHERE o.tenant_id = $1 AND o.${kind} = k.${kind} AND o.lead_id = ANY ($2::uuid[])
                                 AND o.deleted_at IS NULL))))`;

const ownAddresses = {
  name: 'known_lead_own_addresses',
  text: `SELECT a.address FROM unnest($3::text[]) AS a (address)
          WHERE NOT (${isOfAnother('email')}) AND NOT (${isOfAnother('phone')}) ORDER BY a.address`,
};

/* Up to the lead that each went into in the end. */
const findHolders = {
  name: 'known_lead_holders',
  text: `WITH RECURSIVE way AS (
           SELECT lead_id, merged_into FROM known_lead WHERE tenant_id = $1 AND email = ANY ($2::text[])
           UNION
           SELECT lead_id, merged_into FROM known_lead WHERE tenant_id = $1 AND phone = ANY ($3::text[])
           UNION
           SELECT k.lead_id, k.merged_into FROM way w JOIN known_lead k ON k.tenant_id = $1 AND k.lead_id = w.merged_into)
         SELECT w.lead_id AS "leadId" FROM way w WHERE NOT EXISTS (SELECT FROM way up WHERE up.lead_id = w.merged_into) ORDER BY w.lead_id`,
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
    const rows = await tx.query<KnownLeadRow>(findFamilies, [tenantId, uuidArray(leadIds)]);
    const byRoot = Map.groupBy(rows, ({ root }) => root);
    return new Map([...byRoot].map(([root, members]) => [root, familyOf(root, members)]));
  }

  /**
   * Those of the addresses that are nobody else's by now.
   * @param leadIds all leads of one person
   * @param addresses as the vault names persons, present ones and former ones
   */
  async findOwnAddresses(tx: Tx, tenantId: string, leadIds: readonly string[], addresses: readonly string[]): Promise<string[]> {
    return (await tx.query<{ address: string }>(ownAddresses, [tenantId, leadIds, addresses])).map(({ address }) => address);
  }

  /** Leads that have one of the addresses by now, they or what went into them. */
  async findHolders(tx: Tx, tenantId: string, addresses: readonly { readonly kind: DncKind; readonly value: string }[]): Promise<string[]> {
    const valuesOf = (kind: DncKind) => addresses.filter((address) => address.kind === kind).map(({ value }) => value);
    const rows = await tx.query<{ leadId: string }>(findHolders, [tenantId, valuesOf('email'), valuesOf('phone')]);
    return rows.map(({ leadId }) => leadId);
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
