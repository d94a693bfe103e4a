import {
  consentChangedV1,
  type CrmConnection,
  type CrmProvider,
  type CrmSyncRecord,
  type CrmSyncRun,
  dncAddedV1,
} from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { type EventPublisher, eventually } from '@leadstream/testing';
import type { TenantClient } from '../tenant-client.js';

export const CRM_SCOPES = ['leads:read', 'leads:write', 'tenant:write'];

/** Settings under which stand-ins can be reached, and nothing waits for its turn. */
export const CRM_SETTINGS = {
  CRM_PRIVATE_HOSTS: 'allow',
  CRM_SEARCH_GAP_MS: '0',
  CRM_POLL_MS: '20',
  CRM_MAX_PAGES: '60',
  CRM_LEASE_MS: '2000',
} as const;

export async function connect(
  tenant: TenantClient,
  provider: CrmProvider,
  stated: Readonly<Record<string, unknown>>,
): Promise<CrmConnection> {
  const { status, body } = await put<CrmConnection>(tenant, provider, stated);
  if (status !== 200) throw new Error(`connecting answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

export function put<T>(tenant: TenantClient, provider: CrmProvider, stated: object, more: Record<string, string> = {}) {
  const headers = { 'content-type': 'application/json', ...more };
  return tenant.send<T>('PUT', `/v1/integrations/${provider}`, { body: JSON.stringify(stated), headers });
}

export async function readRun(tenant: TenantClient, provider: CrmProvider, runId: string): Promise<CrmSyncRun> {
  return (await tenant.get<CrmSyncRun>(`/v1/integrations/${provider}/runs/${runId}`)).body;
}

export async function begin(tenant: TenantClient, provider: CrmProvider, kind: CrmSyncRun['kind'] = 'full'): Promise<CrmSyncRun> {
  const { status, body } = await tenant.post<CrmSyncRun>(`/v1/integrations/${provider}/sync`, { kind });
  if (status !== 202) throw new Error(`syncing answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** Syncs until there is nothing more to do, or something stands in the way; after a sync that the clock has begun. */
export async function sync(tenant: TenantClient, provider: CrmProvider, kind: CrmSyncRun['kind'] = 'full'): Promise<CrmSyncRun> {
  const { status, body } = await tenant.post<CrmSyncRun & { code?: string; runId?: string }>(`/v1/integrations/${provider}/sync`, { kind });
  if (body.code === 'LEAD.CRM_SYNC_RUNNING' && body.runId !== undefined) {
    await settled(tenant, provider, body.runId);
    return sync(tenant, provider, kind);
  }
  if (status !== 202) throw new Error(`syncing answered ${status}: ${JSON.stringify(body)}`);
  return settled(tenant, provider, body.id);
}

export function settled(tenant: TenantClient, provider: CrmProvider, runId: string): Promise<CrmSyncRun> {
  return eventually(
    async () => {
      const run = await readRun(tenant, provider, runId);
      const waits = run.waitsUntil !== null && Date.parse(run.waitsUntil) > Date.now();
      if (run.status === 'running' && !waits) throw new Error(`the sync is at ${run.phase}`);
      return run;
    },
    { withinMs: 60_000 },
  );
}

export async function notesOf(tenant: TenantClient, provider: CrmProvider, runId: string, query = ''): Promise<CrmSyncRecord[]> {
  return (await tenant.get<{ items: CrmSyncRecord[] }>(`/v1/integrations/${provider}/runs/${runId}/records${query}`)).body.items;
}

/** `dnc.added` of a phone number that nobody may call. */
export function forbiddenCalls(tenantId: string, value: string): Parameters<EventPublisher['publishRecords']>[0][number] {
  const entryId = uuidV7.next();
  const said = { reason: 'asked', expiresAt: null, addedAt: new Date().toISOString() };
  const data = { entryId, kind: 'phone' as const, value, channels: ['voice' as const], ...said };
  return { contract: dncAddedV1, event: { id: uuidV7.next(), tenantId, sequence: 1, data } };
}

/** `consent.changed`, as the compliance service publishes it when somebody no longer wants marketing by e-mail. */
export function withdrawal(tenantId: string, leadId: string): Parameters<EventPublisher['publishRecords']>[0][number] {
  const consent = { channel: 'email', purpose: 'marketing', state: 'withdrawn', basis: 'consent', source: 'api' } as const;
  const data = { leadId, entryId: uuidV7.next(), ...consent, statedAt: new Date().toISOString() };
  return { contract: consentChangedV1, event: { id: uuidV7.next(), tenantId, sequence: 1, data } };
}
