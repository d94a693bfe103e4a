import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { lead360 } from '@leadstream/contracts';
import { eventually, testDatabase, type TestDatabase, testRedis, type TestRedis } from '@leadstream/testing';
import { answer, type FakeService } from '../../spec/fake-service.js';
import { RunningGateway, type Tenant } from '../../spec/running-gateway.js';

/** Longer than a busy machine keeps this process waiting, so that only what hangs is late. */
const PART_MS = 1_000;
const LEAD = '01920000-0000-7000-8000-00000000000a';
const AT = '2026-11-01T10:00:00.000Z';

const lead = {
  id: LEAD,
  version: 3,
  externalId: null,
  firstName: 'Ada',
  lastName: null,
  email: 'ada@example.com',
  phone: null,
  company: null,
  jobTitle: null,
  address: {},
  property: {},
  budget: null,
  language: null,
  timeZone: null,
  source: 'organic',
  sourceMetadata: {},
  lifecycleStage: 'lead' as const,
  ownerId: null,
  tagIds: [],
  customFields: {},
  status: 'new',
  statusChangedAt: AT,
  capturedAt: AT,
  createdAt: AT,
  updatedAt: AT,
  deletedAt: null,
};
const compliance = {
  leadId: LEAD,
  known: true,
  deleted: false,
  leadVersion: 3,
  consents: [],
  dnc: { blocked: false, entries: [], listVersion: 0 },
  answeredAt: AT,
};
const page = { items: [], nextCursor: null };

let database: TestDatabase;
let redis: TestRedis;
let gateway: RunningGateway;
let acme: Tenant;

beforeAll(async () => {
  database = await testDatabase();
  redis = await testRedis();
  gateway = await RunningGateway.start({
    databaseUrl: database.serviceUrl('gateway'),
    redisUrl: redis.url,
    settings: { LEAD_360_PART_MS: String(PART_MS) },
  });
  acme = await gateway.bootstrap('Acme');
});

afterAll(async () => {
  await gateway?.close();
  await database?.drop();
  await redis?.drop();
});

function answering(service: FakeService, status: number, body: unknown): void {
  service.isFrozen = false;
  service.handler = (_request, response) => answer(response, status, body);
}

beforeEach(() => {
  answering(gateway.services.lead, 200, lead);
  answering(gateway.services.compliance, 200, compliance);
  answering(gateway.services.engagement, 200, page);
  answering(gateway.services['email-events'], 200, page);
});

async function read(key = acme.apiKey, id = LEAD) {
  const response = await gateway.request(`/v1/leads/${id}/360`, { key });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('the 360 of a lead', () => {
  it('puts together what the services know, in the form of the contract', async () => {
    const { status, body } = await read();
    expect(status).toBe(200);
    expect(body).toEqual({ lead, compliance, interactions: page, emails: page, missing: [] });
    expect(lead360.parse(body)).toEqual(body);
    const { engagement, 'email-events': emails, compliance: consents } = gateway.services;
    expect(engagement.last.url).toBe(`/v1/interactions?leadId=${LEAD}&limit=20`);
    expect(emails.last.url).toBe(`/v1/email/messages?leadId=${LEAD}&limit=20`);
    expect(consents.last.url).toBe(`/v1/leads/${LEAD}/contact-state`);
    expect(new Set([engagement, emails, consents].map(({ last }) => last.headers['x-request-id'])).size).toBe(1);
    expect(consents.last.claims.tid).toBe(acme.tenantId);
  });

  it('names each part that is missing, and why', async () => {
    answering(gateway.services.engagement, 404, { code: 'ENGAGEMENT.LEAD_NOT_FOUND' });
    answering(gateway.services['email-events'], 503, {});
    gateway.services.compliance.handler = (_request, response) => response.end('not json');
    const { body } = await read();
    expect(body).toMatchObject({ lead, compliance: null, interactions: null, emails: null });
    expect(body['missing']).toEqual([
      { part: 'compliance', reason: 'unreadable' },
      { part: 'interactions', reason: 'not_known_yet' },
      { part: 'emails', reason: 'unavailable' },
    ]);
    expect(lead360.parse(body)).toEqual(body);
  });

  it('comes inside the deadline though a service hangs, before its answer or in the middle of it', async () => {
    const { engagement, compliance: consents } = gateway.services;
    const hanging: string[] = [];
    const hang = (service: FakeService, begin: (response: ServerResponse) => void) => {
      service.handler = (_request, response) => {
        hanging.push(`${service.name} asked`);
        response.once('close', () => hanging.push(`${service.name} given up`));
        begin(response);
      };
    };
    hang(engagement, () => undefined);
    hang(consents, (response) => void response.writeHead(200, { 'content-length': '100' }).write('{'));
    const { status, body } = await read();
    expect(status).toBe(200);
    // Both hang at the same time: one deadline for all.
    await eventually(() => expect(hanging).toHaveLength(4));
    expect(hanging.slice(0, 2).toSorted()).toEqual(['compliance asked', 'engagement asked']);
    expect(body).toMatchObject({
      emails: page,
      missing: [
        { part: 'compliance', reason: 'timeout' },
        { part: 'interactions', reason: 'timeout' },
      ],
    });
  });

  it('does not wait for a service that was given up, and has it again soon after it is back', async () => {
    gateway.services.engagement.isFrozen = true;
    // Whoever waits is told `timeout`.
    await eventually(async () => expect((await read()).body['missing']).toEqual([{ part: 'interactions', reason: 'unavailable' }]));
    gateway.services.engagement.isFrozen = false;
    await eventually(async () => expect((await read()).body['missing']).toEqual([]));
  });

  it('is not found when the lead is not, in the words of the lead service', async () => {
    answering(gateway.services.lead, 404, { type: 'urn:x', title: 'No such lead', status: 404, code: 'LEAD.NOT_FOUND', requestId: 'r' });
    expect(await read()).toMatchObject({ status: 404, body: { code: 'LEAD.NOT_FOUND' } });
  });

  it('is unavailable when the lead service is', async () => {
    answering(gateway.services.lead, 500, {});
    expect(await read()).toMatchObject({ status: 503, body: { code: 'GATEWAY.UPSTREAM_UNAVAILABLE' } });
    gateway.services.lead.isFrozen = true;
    expect(await read()).toMatchObject({ status: 503, body: { code: 'GATEWAY.UPSTREAM_TIMEOUT' } });
  });

  it('shows a caller only what its scopes open', async () => {
    const issued = await gateway.request('/v1/api-keys', {
      method: 'POST',
      key: acme.apiKey,
      body: JSON.stringify({ name: 'x', scopes: ['leads:read', 'email:read'] }),
    });
    const { key } = (await issued.json()) as { key: string };
    const asked = gateway.services.compliance.received.length;
    const { body } = await read(key);
    expect(body).toMatchObject({ lead, emails: page, compliance: null, interactions: null });
    expect(body['missing']).toEqual([
      { part: 'compliance', reason: 'not_permitted' },
      { part: 'interactions', reason: 'not_permitted' },
    ]);
    expect(gateway.services.compliance.received).toHaveLength(asked);
  });

  it('is refused for an id that is none', async () => {
    expect(await read(acme.apiKey, 'x')).toMatchObject({ status: 422, body: { code: 'HTTP.INVALID_PARAMS' } });
  });
});
