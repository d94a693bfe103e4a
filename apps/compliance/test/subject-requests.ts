import { expect } from '@jest/globals';
import { personDataGatheredV1, personDataLocatedV1, SERVICES, type SubjectExport, type SubjectRequest } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { eventually, leadCaptured, type ServiceAnswer, type ServiceClient } from '@leadstream/testing';
import type { ComplianceApp } from './compliance-app.js';

export type Answer = ServiceAnswer<SubjectRequest>;
export interface ToldRecord {
  readonly store: string;
  readonly fields: Readonly<Record<string, unknown>>;
}
export type Service = (typeof SERVICES)[number];

/** Captures a lead, and waits until the service knows it. */
export async function knownLead(app: ComplianceApp, tenant: ServiceClient, data: Parameters<typeof leadCaptured>[1] = {}): Promise<string> {
  const leadId = uuidV7.next();
  await app.publish(leadCaptured({ tenantId: tenant.tenantId, leadId, sequence: 1 }, data));
  await eventually(async () => expect((await tenant.get<{ known: boolean }>(`/v1/leads/${leadId}/contact-state`)).body.known).toBe(true));
  return leadId;
}

export function ask(tenant: ServiceClient, leadId: string, body: object = {}): Promise<Answer> {
  return tenant.post('/v1/subject-requests', { kind: 'access', via: 'email', leadId, ...body });
}

export function patch(tenant: ServiceClient, { id, version }: SubjectRequest, body: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json', 'if-match': `"${version}"` };
  return tenant.send('PATCH', `/v1/subject-requests/${id}`, { body: JSON.stringify(body), headers });
}

/** A request that was taken up: of access, the services are asked for names. */
export async function begun(tenant: ServiceClient, leadId: string, body: object = {}): Promise<SubjectRequest> {
  const { body: request } = await ask(tenant, leadId, body);
  const { status, body: inProgress } = await patch(tenant, request, { status: 'in-progress', identity: { method: 'known-address' } });
  expect([status, inProgress.status]).toEqual([200, 'in-progress']);
  return inProgress;
}

/** Names by which services know the person, as they answer: no more than they were asked with, unless told otherwise. */
export async function locate(
  app: ComplianceApp,
  tenant: ServiceClient,
  request: SubjectRequest,
  services: readonly Service[],
  references: readonly string[] = [],
): Promise<void> {
  const events = services.map((service) => {
    const data = { requestId: request.id, service, step: 'references' as const, round: 1, references: [...references] };
    const event = { id: uuidV7.next(), tenantId: tenant.tenantId, sequence: 1, source: service, data };
    return { contract: personDataLocatedV1, event };
  });
  await app.publish(...events);
}

/** A request whose records are gathered: the services know no further names. */
export async function gathering(app: ComplianceApp, tenant: ServiceClient, leadId: string, body: object = {}): Promise<SubjectRequest> {
  const request = await begun(tenant, leadId, body);
  await locate(
    app,
    tenant,
    request,
    SERVICES.filter((service) => service !== 'compliance'),
  );
  return request;
}

/** Answers as a service does: a part of its records, or all of them. */
export async function tell(
  app: ComplianceApp,
  tenant: ServiceClient,
  request: SubjectRequest,
  service: Service,
  records: readonly ToldRecord[],
  { part = 1, last = true } = {},
): Promise<void> {
  const data = { requestId: request.id, service, round: 1, part, last, records: [...records] };
  const event = { id: uuidV7.next(), tenantId: tenant.tenantId, sequence: part, source: service, data };
  await app.publish({ contract: personDataGatheredV1, event });
}

export const exportOf = async (tenant: ServiceClient, { id }: SubjectRequest): Promise<SubjectExport> =>
  (await tenant.get<SubjectExport>(`/v1/subject-requests/${id}/export`)).body;

/** Waits until nobody is missing but these. */
export function missing(tenant: ServiceClient, request: SubjectRequest, services: readonly Service[]): Promise<SubjectExport> {
  return eventually(
    async () => {
      const gathered = await exportOf(tenant, request);
      expect(gathered.missing).toEqual(services.toSorted());
      return gathered;
    },
    { withinMs: 30_000 },
  );
}
