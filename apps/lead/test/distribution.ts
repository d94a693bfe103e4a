import {
  type DistributionPool,
  type DistributionRuleSet,
  type Lead,
  type LeadAssignment,
  memberAddedV1,
  type QueuedLead,
} from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { eventually } from '@leadstream/testing';
import type { LeadApp } from './lead-app.js';
import { read } from './merges.js';
import type { Problem, TenantClient } from './tenant-client.js';

const JSON_BODY = { 'content-type': 'application/json' };

/** A tenant that may say how its leads are distributed, with so many members that are known, in the order of their ids. */
export async function stageTeam(app: LeadApp, count: number): Promise<{ tenant: TenantClient; members: string[] }> {
  const tenant = app.as(undefined, ['leads:read', 'leads:write', 'tenant:write']);
  const members = Array.from({ length: count }, () => uuidV7.next());
  await app.publish(...members.map((memberId) => memberAdded(tenant.tenantId, memberId)));
  await eventually(async () => {
    const { body } = await tenant.get<{ items: { id: string }[] }>('/v1/distribution/members');
    if (body.items.length < count) throw new Error(`${body.items.length} members`);
  });
  return { tenant, members };
}

/** `member.added`, as the gateway publishes it. */
export function memberAdded(tenantId: string, memberId: string, email: string | null = null) {
  const data = { memberId, email, role: 'agent' as const, addedAt: new Date().toISOString() };
  return { contract: memberAddedV1, event: { id: uuidV7.next(), tenantId, sequence: 1, data } };
}

export async function pool(tenant: TenantClient, memberIds: readonly string[], stated: object = {}): Promise<DistributionPool> {
  const members = memberIds.map((memberId) => ({ memberId }));
  const { status, body } = await tenant.post<DistributionPool>('/v1/distribution/pools', { name: uuidV7.next(), members, ...stated });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body;
}

/** Says which leads a member may get. */
export function profile(tenant: TenantClient, memberId: string, stated: object, more: Record<string, string> = {}) {
  const headers = { ...JSON_BODY, ...more };
  return tenant.send<Problem>('PUT', `/v1/distribution/members/${memberId}`, { body: JSON.stringify(stated), headers });
}

/** A rule for every lead, by turns, unless another one is stated. */
export const rule = (poolId: string, stated: object = {}) => {
  return { key: 'all', label: 'All', filter: null, poolId, strategy: 'round-robin', ...stated };
};

export async function draft(tenant: TenantClient, ...rules: object[]): Promise<DistributionRuleSet> {
  const { status, body } = await tenant.post<DistributionRuleSet>('/v1/distribution/rules', { name: 'Ours', rules });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body;
}

/** Drafts rules and makes them active. */
export async function distributeBy(tenant: TenantClient, ...rules: object[]): Promise<DistributionRuleSet> {
  const { id } = await draft(tenant, ...rules);
  return (await tenant.send<DistributionRuleSet>('POST', `/v1/distribution/rules/${id}/activate`)).body;
}

/** Of an answer that is a lead, or a problem document. */
export interface LeadOrProblem {
  readonly ownerId?: string | null;
  readonly version?: number;
  readonly code?: string;
}

export function claim(tenant: TenantClient, leadId: string, memberId: string) {
  return tenant.post<LeadOrProblem>(`/v1/distribution/queue/${leadId}/claim`, { memberId });
}

/** Waits until a lead has an owner. */
export function owned(tenant: TenantClient, lead: { id: string }): Promise<Lead> {
  return eventually(
    async () => {
      const found = await read(tenant, lead);
      if (found.ownerId === null) throw new Error('nobody has it');
      return found;
    },
    { withinMs: 30_000 },
  );
}

/** Waits until a lead waits for that reason. */
export function queuedFor(tenant: TenantClient, { id }: { id: string }, reason: QueuedLead['reason']): Promise<QueuedLead> {
  return eventually(
    async () => {
      const { body } = await tenant.get<{ items: QueuedLead[] }>(`/v1/distribution/queue?reason=${reason}`);
      const found = body.items.find(({ leadId }) => leadId === id);
      if (!found) throw new Error('it does not wait for that');
      return found;
    },
    { withinMs: 30_000 },
  );
}

/** Latest first. */
export async function assignmentsOf(tenant: TenantClient, { id }: { id: string }): Promise<LeadAssignment[]> {
  return (await tenant.get<{ items: LeadAssignment[] }>(`/v1/leads/${id}/assignments`)).body.items;
}
