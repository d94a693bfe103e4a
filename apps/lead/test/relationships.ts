import type { Lead, LeadGraph, LeadGroup, LeadPath, Relationship } from '@leadstream/contracts';
import { sql } from '@leadstream/testing';
import type { LeadApp } from './lead-app.js';
import { create } from './merges.js';
import type { Problem, TenantClient } from './tenant-client.js';

/** Leads known by one letter each. */
export async function people<N extends string>(tenant: TenantClient, names: readonly N[]): Promise<Record<N, Lead>> {
  const leads = {} as Record<N, Lead>;
  for (const name of names) leads[name] = await create(tenant, { externalId: name, firstName: name });
  return leads;
}

/**
 * So many leads with places from 0, of which the first is there already, without their audits and events. Each was `referred` by those at
 * other places.
 * @param by expressions of SQL over `n`, the place of a lead
 * @returns their ids by place
 */
export async function crowd(
  app: LeadApp,
  { tenantId }: TenantClient,
  first: Lead,
  count: number,
  by: readonly string[],
): Promise<string[]> {
  const rows = await sql<{ id: string }>(
    app.database.adminUrl,
    `WITH made AS (
       INSERT INTO lead.lead (tenant_id, lead_id, external_id, status_changed_at, captured_at, created_at, updated_at)
       SELECT $1, uuidv7(), n::text, now(), now(), now(), now() FROM generate_series(1, $3::integer - 1) AS n
       RETURNING lead_id, external_id::integer AS n),
     placed AS (SELECT lead_id, n FROM made UNION ALL SELECT $2::uuid, 0),
     related AS (
       INSERT INTO lead.lead_relationship (tenant_id, relationship_id, type, is_symmetric, from_lead_id, to_lead_id, from_survivor_id,
                                           to_survivor_id, actor_kind, actor_id, created_at)
       SELECT $1, uuidv7(), 'referred', false, other.lead_id, one.lead_id, other.lead_id, one.lead_id, 'service', 'spec', now()
       FROM placed AS one CROSS JOIN LATERAL unnest(ARRAY[${by.map((place) => place.replaceAll(/\bn\b/g, 'one.n')).join(', ')}]) AS place
         JOIN placed AS other ON other.n = place
       WHERE one.n > 0 AND one.n <> other.n ON CONFLICT DO NOTHING)
     SELECT lead_id AS id FROM placed ORDER BY n`,
    [tenantId, first.id, count],
  );
  return rows.map(({ id }) => id);
}

type Known = Readonly<Record<string, Lead>>;

/** Says what one lead is to another. */
export function relate(tenant: TenantClient, lead: Lead, type: string, other: { readonly id: string }) {
  return tenant.post<Relationship & Problem>(`/v1/leads/${lead.id}/relationships`, { type, leadId: other.id });
}

/** `spouse B` for each relationship that a lead has, by type and name. */
export async function relationsOf(tenant: TenantClient, lead: Lead, known: Known, query = ''): Promise<string[]> {
  const { body } = await tenant.get<{ items: Relationship[] }>(`/v1/leads/${lead.id}/relationships?${query}`);
  return body.items.map(({ type, leadId }) => `${type} ${nameOf(known, leadId)}`).toSorted();
}

export async function graphOf(tenant: TenantClient, lead: Lead, query = ''): Promise<LeadGraph> {
  return (await tenant.get<LeadGraph>(`/v1/leads/${lead.id}/graph?${query}`)).body;
}

/** `B1` for a lead one hop away, `A-spouse-B` for what two are to each other; both in order of letters. */
export function drawn({ nodes, edges }: Pick<LeadGraph, 'nodes' | 'edges'>, known: Known): { nodes: string[]; edges: string[] } {
  return {
    nodes: nodes.map(({ id, hops }) => `${nameOf(known, id)}${hops}`).toSorted(),
    edges: edges.map(({ from, type, to }) => `${nameOf(known, from)}-${type}-${nameOf(known, to)}`).toSorted(),
  };
}

type Named = Pick<Lead, 'id'>;

export async function pathBetween(tenant: TenantClient, lead: Named, other: Named, query = ''): Promise<LeadPath & Problem> {
  return (await tenant.get<LeadPath & Problem>(`/v1/leads/${lead.id}/graph/path?to=${other.id}&${query}`)).body;
}

export async function groupOf(tenant: TenantClient, lead: Lead, query = ''): Promise<LeadGroup> {
  return (await tenant.get<LeadGroup>(`/v1/leads/${lead.id}/graph/group?${query}`)).body;
}

function nameOf(known: Known, id: string): string {
  return Object.entries(known).find(([, lead]) => lead.id === id)?.[0] ?? id;
}
