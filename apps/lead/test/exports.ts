import { expect } from '@jest/globals';
import type { Lead, LeadExport } from '@leadstream/contracts';
import { parse } from 'csv-parse/sync';
import type { LeadApp } from './lead-app.js';
import type { TenantClient } from './tenant-client.js';

/** Asks for an export and downloads its file. */
export async function downloadExport(
  app: LeadApp,
  tenant: TenantClient,
  asked: object,
): Promise<{ headers: Headers; bytes: Buffer<ArrayBuffer> }> {
  const { status, body } = await tenant.post<LeadExport>('/v1/exports', asked);
  expect(status).toBe(201);
  const response = await fetch(`${app.service.url}${body.file}`, { headers: tenant.context() });
  expect(response.status).toBe(200);
  return { headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}

/** Rows of an export in CSV, as another library reads them. */
export async function exportedRows(app: LeadApp, tenant: TenantClient, asked: object): Promise<Record<string, string>[]> {
  return parse((await downloadExport(app, tenant, asked)).bytes, { bom: true, columns: true, record_delimiter: '\r\n' });
}

/** Every live lead, the oldest first. */
export async function leadsOf(tenant: TenantClient): Promise<Lead[]> {
  const leads: Lead[] = [];
  for (let cursor = ''; ;) {
    const { body } = await tenant.get<{ items: Lead[]; nextCursor: string | null }>(`/v1/leads?sort=createdAt&limit=1000${cursor}`);
    leads.push(...body.items);
    if (body.nextCursor === null) return leads;
    cursor = `&cursor=${body.nextCursor}`;
  }
}
