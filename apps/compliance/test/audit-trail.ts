import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AuditVerification, RecordedEvent } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { type ServiceClient, sql } from '@leadstream/testing';
import { RecordingService } from '../src/audit/recording.service.js';
import type { ComplianceApp } from './compliance-app.js';

export const AUDITOR = ['audit:read', 'leads:read', 'members:read'];

/** An event as it lies in its topic. */
export function recordedEvent(tenantId: string, change: Partial<RecordedEvent> = {}): RecordedEvent {
  const id = uuidV7.next();
  const data = { leadId: id };
  return {
    id,
    type: 'lead.assigned',
    version: 1,
    source: 'lead',
    time: new Date(),
    tenantId,
    subject: id,
    sequence: 1,
    correlationId: `request-of-${id}`,
    causationId: undefined,
    actor: 'member:ada',
    traceparent: undefined,
    personKeyId: undefined,
    topic: 'crm.lead.v1',
    partition: 0,
    offset: 0,
    body: JSON.stringify(data),
    data,
    ...change,
  };
}

/** Events of a tenant, recorded as one batch without a topic. */
export async function record(app: ComplianceApp, tenantId: string, events: readonly RecordedEvent[]): Promise<void> {
  const nest = app.service.app;
  await nest
    .get(TenantDatabase, { strict: false })
    .inTenant(tenantId, (tx) => nest.get(RecordingService).record([{ tenantId, events }], tx));
}

export const some = (tenantId: string, count: number): RecordedEvent[] =>
  Array.from({ length: count }, (_, offset) => recordedEvent(tenantId, { offset }));

export async function verify(tenant: ServiceClient, question: object = {}): Promise<AuditVerification> {
  return (await tenant.post<AuditVerification>('/v1/audit/verify', question)).body;
}

export async function exported(tenant: ServiceClient, query = ''): Promise<string> {
  const { status, headers, body } = await tenant.get<string>(`/v1/audit/export${query}`);
  if (status !== 200 || headers.get('content-type') !== 'application/x-ndjson') throw new Error(`no export: ${status}`);
  return body;
}

/** What the script in the documentation says of an export, run as anybody would run it. @param key PEM */
export async function judge(lines: string, key?: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'audit-'));
  try {
    const files = [join(folder, 'export.ndjson'), join(folder, 'key.pem')] as const;
    await Promise.all([writeFile(files[0], lines), writeFile(files[1], key ?? '')]);
    const script = fileURLToPath(new URL('../../../docs/verify-audit.mjs', import.meta.url));
    const given = key === undefined ? files.slice(0, 1) : files;
    return await new Promise((resolve) => {
      execFile(process.execPath, [script, ...given], (_error, stdout, stderr) => resolve(stdout + stderr));
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** As somebody could who owns the server: past grants, policies and triggers. `$id` is the tenant's. */
export async function tamper(app: ComplianceApp, { tenantId }: ServiceClient, ...statements: string[]): Promise<void> {
  const text = statements.join(';').replaceAll('$id', `'${tenantId}'`);
  await sql(
    app.database.adminUrl,
    `BEGIN; SET LOCAL search_path = compliance; SET LOCAL session_replication_role = replica; ${text}; COMMIT`,
  );
}
