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
  await nest.get(TenantDatabase, { strict: false }).inTenant(tenantId, (tx) => nest.get(RecordingService).record([{ tenantId, events, enter: () => tx }]));
}

export const some = (tenantId: string, count: number): RecordedEvent[] =>
  Array.from({ length: count }, (_, offset) => recordedEvent(tenantId, { offset }));

export async function verify(tenant: ServiceClient, question: object = {}): Promise<AuditVerification> {
  return (await tenant.post<AuditVerification>('/v1/audit/verify', question)).body;
}

/** As somebody could who owns the server: past grants, policies and triggers. `$id` is the tenant's. */
export async function tamper(app: ComplianceApp, { tenantId }: ServiceClient, ...statements: string[]): Promise<void> {
  const text = statements.join(';').replaceAll('$id', `'${tenantId}'`);
  await sql(
    app.database.adminUrl,
    `BEGIN; SET LOCAL search_path = compliance; SET LOCAL session_replication_role = replica; ${text}; COMMIT`,
  );
}
