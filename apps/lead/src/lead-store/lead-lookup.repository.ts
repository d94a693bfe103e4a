import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { FoundLeads } from '../lead/found-leads.js';
import type { Identifier, LeadFields, LeadRecord } from '../lead/lead.js';
import { LEAD_COLUMNS } from './lead.repository.js';
import { wayOfIdentities } from './way-of-identities.js';

// The tenant is hidden from the planner: of one that statistics do not know yet it expects a single lead, and then reads all of them.
const TENANT = '(SELECT $1::uuid)';

// The values, too: of an empty list it knows that nothing has one of them, takes any index of the tenant to be as good, and reads the whole of it.
const [EXTERNAL_IDS, EMAILS, PHONES] = [2, 3, 4].map((place) => `(SELECT $${place}::text[])::text[]`);

/** Leads by the identifiers in their rows, and by those that lead to them from `lead_identity`, through merges. */
export const FIND_BY_IDENTIFIERS: Statement = {
  name: 'lead-find-by-identifiers',
  text: `WITH RECURSIVE ${wayOfIdentities(
    TENANT,
    `SELECT said.kind, i.value, i.lead_id FROM (VALUES ('external', $2::text[]), ('email', $3::text[]), ('phone', $4::text[])) AS said (kind, list)
              CROSS JOIN LATERAL (
                SELECT value, lead_id FROM lead_identity WHERE tenant_id = ${TENANT} AND lead_identity.kind = said.kind AND value = ANY (said.list) OFFSET 0) AS i`,
  )},
         known AS MATERIALIZED (SELECT lead_id, jsonb_agg(jsonb_build_array(kind, value)) AS further FROM way GROUP BY lead_id)
         SELECT ${LEAD_COLUMNS}, known.further FROM lead LEFT JOIN known USING (lead_id)
         WHERE tenant_id = ${TENANT} AND deleted_at IS NULL
           AND (external_id = ANY (${EXTERNAL_IDS}) OR email = ANY (${EMAILS}) OR phone = ANY (${PHONES}) OR lead_id = ANY (ARRAY (SELECT lead_id FROM known)))
         ORDER BY lead_id FOR UPDATE OF lead`,
};

const FIND_BY_IDS_OR_IDENTIFIERS: Statement = {
  name: 'lead-find-by-ids-or-identifiers',
  text: FIND_BY_IDENTIFIERS.text.replace('ARRAY (SELECT lead_id FROM known)', '$5::uuid[] || ARRAY (SELECT lead_id FROM known)'),
};

/** By the name of an identifier: what is looked for. */
export type LookedFor = Readonly<Record<Identifier, readonly string[]>>;

interface FoundRow extends LeadRecord {
  readonly further: readonly (readonly [kind: keyof typeof NAME_OF, value: string])[] | null;
}

const NAME_OF = { external: 'externalId', email: 'email', phone: 'phone' } as const satisfies Record<string, Identifier>;

/** Finds live leads by what they are known by, and locks them in the order of their ids. */
@Injectable()
export class LeadLookupRepository {
  /** Leads that are known by one of the values. */
  async findByIdentifiers(tx: Tx, tenantId: Uuid, values: LookedFor): Promise<FoundLeads> {
    return found(await tx.query<FoundRow>(FIND_BY_IDENTIFIERS, [tenantId, values.externalId, values.email, values.phone]));
  }

  /** Leads of the given ids and those that are known by one of the values. */
  async findByIdsOrIdentifiers(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[], values: LookedFor): Promise<FoundLeads> {
    return found(await tx.query<FoundRow>(FIND_BY_IDS_OR_IDENTIFIERS, [tenantId, values.externalId, values.email, values.phone, leadIds]));
  }
}

function found(rows: readonly FoundRow[]): FoundLeads {
  const leads = rows.map(({ further: _, ...lead }) => lead);
  const further = rows.flatMap(({ leadId, further: known }) =>
    (known ?? []).map(([kind, value]) => ({ name: NAME_OF[kind], value, leadId })),
  );
  return { leads, further };
}

/** The identifiers that leads claim, as they are looked for. */
export function identifiersOf(leads: readonly Partial<LeadFields>[]): Record<Identifier, string[]> {
  const valuesOf = (name: Identifier) => [...new Set(leads.map((lead) => lead[name]).filter((value) => typeof value === 'string'))];
  return { externalId: valuesOf('externalId'), email: valuesOf('email'), phone: valuesOf('phone') };
}
