import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';

// The tenant is hidden from the planner, which may expect a single lead of it: each step is one look at the primary key.
const FIND_MEANT: Statement = {
  name: 'lead-reference-meant',
  text: `WITH RECURSIVE way AS (
           SELECT asked, asked AS lead_id FROM unnest($2::uuid[]) AS asked
           UNION
           SELECT way.asked, step.merged_into FROM way CROSS JOIN LATERAL (
             SELECT l.merged_into FROM lead l WHERE l.tenant_id = (SELECT $1::uuid) AND l.lead_id = way.lead_id OFFSET 0) AS step
            WHERE step.merged_into IS NOT NULL)
         SELECT way.asked AS "leadId", way.lead_id AS "meantId", meant.deleted_at IS NULL AS "isLive" FROM way CROSS JOIN LATERAL (
           SELECT l.merged_into, l.deleted_at FROM lead l WHERE l.tenant_id = (SELECT $1::uuid) AND l.lead_id = way.lead_id OFFSET 0) AS meant
          WHERE meant.merged_into IS NULL`,
};

// From each lead down to all that went into it.
const FIND_FAMILIES: Statement = {
  name: 'lead-reference-families',
  text: `WITH RECURSIVE family AS (
           SELECT root, root AS lead_id FROM unnest($2::uuid[]) AS root
           UNION
           SELECT f.root, l.lead_id FROM family f JOIN lead l ON l.tenant_id = $1 AND l.merged_into = f.lead_id)
         SELECT root, array_agg(lead_id) AS members FROM family GROUP BY root`,
};

const FIND_REFERRING: Statement = {
  name: 'leads-referring',
  text: `SELECT lead_id AS "leadId" FROM lead
          WHERE tenant_id = $1 AND deleted_at IS NULL AND EXISTS (SELECT FROM unnest($2::text[]) AS field WHERE custom_fields ->> field = ANY ($3::text[]))`,
};

/** The lead that an id means, at the end of its merges. */
export interface MeantLead {
  readonly meantId: Uuid;
  readonly isLive: boolean;
}

/** Whom leads name in their custom fields: a value stays as it was stated, and means the lead that it went into. */
@Injectable()
export class ReferenceReadModel {
  /** By the ids asked for; of nobody's id nothing. */
  async findMeant(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[]): Promise<Map<Uuid, MeantLead>> {
    const rows = await tx.query<MeantLead & { readonly leadId: Uuid }>(FIND_MEANT, [tenantId, [...new Set(leadIds)]]);
    return new Map(rows.map(({ leadId, ...meant }) => [leadId, meant]));
  }

  /** By the ids asked for: the lead that each means, and all that went into that one. Ids that stand alone are left out. */
  async findFamilies(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[]): Promise<Map<Uuid, readonly Uuid[]>> {
    const meant = await this.findMeant(tx, tenantId, leadIds);
    const roots = [...new Set([...meant.values()].map(({ meantId }) => meantId))];
    const families = await tx.query<{ root: Uuid; members: Uuid[] }>(FIND_FAMILIES, [tenantId, roots]);
    const membersOf = new Map(families.map(({ root, members }) => [root, members]));
    const found = [...meant].map(([leadId, { meantId }]) => [leadId, membersOf.get(meantId) ?? []] as const);
    return new Map(found.filter(([, members]) => members.length > 1));
  }

  /** Live leads that name one of the leads in one of the fields: all leads of the tenant are read. */
  async findReferring(tx: Tx, tenantId: Uuid, fieldIds: readonly Uuid[], leadIds: readonly Uuid[]): Promise<Uuid[]> {
    return (await tx.query<{ leadId: Uuid }>(FIND_REFERRING, [tenantId, fieldIds, leadIds])).map(({ leadId }) => leadId);
  }
}
