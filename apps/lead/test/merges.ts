import type { Lead, LeadMergeDone, LeadMergeUndone } from '@leadstream/contracts';
import type { LeadApp } from './lead-app.js';
import type { Problem, TenantClient } from './tenant-client.js';

/** Captures a lead that is accepted. */
export async function create(tenant: TenantClient, body: object): Promise<Lead> {
  return (await tenant.post<Lead>('/v1/leads', body)).body;
}

export async function read(tenant: TenantClient, { id }: { id: string }): Promise<Lead> {
  return (await tenant.get<Lead>(`/v1/leads/${id}`)).body;
}

/** Of a request that merges both leads as they are. */
export function mergeBody(survivor: Lead, merged: Lead, fields = {}) {
  const versions = { survivor: survivor.version, merged: merged.version };
  return { survivorId: survivor.id, mergedId: merged.id, versions, fields };
}

export function merge(tenant: TenantClient, survivor: Lead, merged: Lead, fields = {}) {
  return tenant.post<LeadMergeDone & Problem>('/v1/merges', mergeBody(survivor, merged, fields));
}

export function undo(tenant: TenantClient, { id }: { id: string }) {
  return tenant.send<LeadMergeUndone & Problem>('POST', `/v1/merges/${id}/undo`);
}

/** Two leads that may be one person; they have no identifier of the same kind. */
export const ADA = { email: 'ada@x.com', firstName: 'Ada', company: 'Acme' };
export const AUGUSTA = { phone: '+4930901820', externalId: 'crm-1', firstName: 'Augusta Ada' };

/** What was told of a lead, in its order. */
export function eventsOf(app: LeadApp, leadId: string) {
  return app.published.events
    .filter(({ key }) => key.endsWith(leadId))
    .map(({ headers, data }) => ({ type: headers['ce_type'], sequence: headers['ce_sequence'], data }));
}
