import type { Lead, LeadGraph, LeadGroup, LeadPath, Relationship } from '@leadstream/contracts';
import { create } from './merges.js';
import type { Problem, TenantClient } from './tenant-client.js';

/** Leads known by one letter each. */
export async function people<N extends string>(tenant: TenantClient, names: readonly N[]): Promise<Record<N, Lead>> {
  const leads = {} as Record<N, Lead>;
  for (const name of names) leads[name] = await create(tenant, { externalId: name, firstName: name });
  return leads;
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

export async function pathBetween(tenant: TenantClient, lead: Lead, other: Lead, query = ''): Promise<LeadPath & Problem> {
  return (await tenant.get<LeadPath & Problem>(`/v1/leads/${lead.id}/graph/path?to=${other.id}&${query}`)).body;
}

export async function groupOf(tenant: TenantClient, lead: Lead, query = ''): Promise<LeadGroup> {
  return (await tenant.get<LeadGroup>(`/v1/leads/${lead.id}/graph/group?${query}`)).body;
}

function nameOf(known: Known, id: string): string {
  return Object.entries(known).find(([, lead]) => lead.id === id)?.[0] ?? id;
}
