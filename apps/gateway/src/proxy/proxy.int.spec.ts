import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, testDatabase, type TestDatabase, testRedis, type TestRedis } from '@leadstream/testing';
import { startTelemetry, type Telemetry } from '@leadstream/telemetry';
import { answer } from '../../spec/fake-service.js';
import { RunningGateway, type Tenant } from '../../spec/running-gateway.js';

const LEAD = '01920000-0000-7000-8000-00000000000a';
const MIB = 1024 * 1024;

let database: TestDatabase;
let redis: TestRedis;
let gateway: RunningGateway;
let acme: Tenant;
let telemetry: Telemetry;

beforeAll(async () => {
  telemetry = startTelemetry({ service: 'gateway', logLevel: 'warn' });
  database = await testDatabase();
  redis = await testRedis();
  gateway = await RunningGateway.start({ databaseUrl: database.serviceUrl('gateway'), redisUrl: redis.url });
  acme = await gateway.bootstrap('Acme');
});

afterAll(async () => {
  await gateway?.close();
  await database?.drop();
  await redis?.drop();
  await telemetry?.shutdown();
});

afterEach(() => {
  gateway.services.lead.handler = (_request, response) => answer(response, 200, {});
});

async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as { code: string }).code;
}

describe('a forwarded request', () => {
  it('carries the caller in a context that the service can verify, and the trace', async () => {
    const response = await gateway.request(`/v1/leads/${LEAD}`, { key: acme.apiKey });
    const { claims, headers, url } = gateway.services.lead.last;
    expect(url).toBe(`/v1/leads/${LEAD}`);
    expect(claims).toMatchObject({ aud: 'lead', tid: acme.tenantId, act: { kind: 'api-key', id: acme.apiKeyId }, ip: '127.0.0.1' });
    expect(claims.scp).toContain('leads:read');
    expect(headers['x-request-id']).toBe(response.headers.get('x-request-id'));
    expect(headers['x-request-id']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(claims.exp).toBeLessThanOrEqual(Date.now() / 1_000 + 61);
    expect(headers['traceparent']).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(headers['authorization']).toBeUndefined();
  });

  it('passes method, query, body and preconditions as they are', async () => {
    const bodies: string[] = [];
    gateway.services.lead.handler = (request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => bodies.push(text));
      request.on('end', () =>
        answer(response, 200, { ok: true }, { etag: '"4"', 'idempotency-replayed': 'true', server: 'secret', 'set-cookie': 'a=b' }),
      );
    };
    const response = await gateway.request(`/v1/leads/${LEAD}?x=%C3%A4&y=1`, {
      method: 'PATCH',
      key: acme.apiKey,
      body: '{"firstName": "Ada"}',
      headers: { 'content-type': 'application/merge-patch+json', 'if-match': '"3"', 'idempotency-key': 'k-1' },
    });
    const { method, url, headers } = gateway.services.lead.last;
    expect([method, url]).toEqual(['PATCH', `/v1/leads/${LEAD}?x=%C3%A4&y=1`]);
    expect(headers).toMatchObject({
      'content-type': 'application/merge-patch+json',
      'if-match': '"3"',
      'idempotency-key': 'k-1',
      'content-length': '20',
    });
    expect(bodies.join('')).toBe('{"firstName": "Ada"}');
    expect(await response.json()).toEqual({ ok: true });
    expect(response.headers.get('etag')).toBe('"4"');
    expect(response.headers.get('idempotency-replayed')).toBe('true');
    expect(response.headers.get('server')).toBeNull();
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  it('cannot bring a context, a request id or an address of its own', async () => {
    const forged = 'e30.e30.e30';
    await gateway.request(`/v1/leads/${LEAD}`, {
      key: acme.apiKey,
      headers: {
        'x-leadstream-context': forged,
        'x-leadstream-tenant': 'other',
        'x-request-id': 'mine',
        'x-forwarded-for': '10.9.8.7',
        traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
      },
    });
    const { claims, headers } = gateway.services.lead.last;
    expect(headers['x-leadstream-context']).not.toBe(forged);
    expect(headers['x-leadstream-tenant']).toBeUndefined();
    expect(headers['traceparent']).not.toContain('a'.repeat(32));
    expect(headers['x-request-id']).not.toBe('mine');
    expect(claims.ip).toBe('127.0.0.1');
  });

  it('shares its context with others of its caller, and with nobody else', async () => {
    const contextOf = async (key: string): Promise<unknown> => {
      await gateway.request(`/v1/leads/${LEAD}`, { key });
      return gateway.services.lead.last.headers['x-leadstream-context'];
    };
    const globex = await gateway.bootstrap('Globex');
    // Between two requests the key may be looked up again, which makes a new context.
    await eventually(async () => expect(await contextOf(acme.apiKey)).toBe(await contextOf(acme.apiKey)));
    expect(await contextOf(globex.apiKey)).not.toBe(await contextOf(acme.apiKey));
    await contextOf(globex.apiKey);
    expect(gateway.services.lead.last.claims.tid).toBe(globex.tenantId);
    expect(new Set(gateway.services.lead.received.slice(-3).map(({ headers }) => headers['x-request-id'])).size).toBe(3);
  });

  it('to a public route names nobody and keeps the proofs of its sender', async () => {
    const { 'email-events': email } = gateway.services;
    const response = await gateway.request(`/v1/hooks/email/sendgrid/${LEAD}`, {
      method: 'POST',
      body: '[{"event":"open"}]',
      headers: { 'x-twilio-email-event-webhook-signature': 'sig', 'x-leadstream-context': 'forged' },
    });
    expect(response.status).toBe(200);
    expect(email.last.headers['x-twilio-email-event-webhook-signature']).toBe('sig');
    expect(email.last.claims.tid).toBeUndefined();
    expect(email.last.headers['x-request-id']).toBe(response.headers.get('x-request-id'));
  });

  it('never reaches an internal route', async () => {
    const before = gateway.services.compliance.received.length;
    const response = await gateway.request(`/v1/leads/${LEAD}/contact-state`, { key: acme.apiKey });
    expect(response.status).toBe(404);
    expect(await codeOf(response)).toBe('HTTP.NOT_FOUND');
    for (const path of [`/v1/leads/${LEAD}%2Fcontact-state`, `//v1/leads/${LEAD}/contact-state`])
      await gateway.request(path, { key: acme.apiKey });
    expect(gateway.services.compliance.received).toHaveLength(before);
  });

  it('gives problems of the service on as they are', async () => {
    gateway.services.lead.handler = (_request, response) =>
      answer(response, 409, { code: 'LEAD.DUPLICATE_EMAIL' }, { 'content-type': 'application/problem+json' });
    const response = await gateway.request('/v1/leads', { method: 'POST', key: acme.apiKey, body: '{}' });
    expect(response.status).toBe(409);
    expect(await codeOf(response)).toBe('LEAD.DUPLICATE_EMAIL');
  });

  it.each([{}, { 'content-type': 'text/csv' }, { 'content-type': 'application/json; charset=utf-8' }])(
    'leaves the judgement of its content type to the service: %j',
    async (headers) => {
      await gateway.request('/v1/leads', {
        method: 'POST',
        key: acme.apiKey,
        body: Buffer.from('{}'),
        headers: headers as Record<string, string>,
      });
      expect(gateway.services.lead.last.headers['content-type']).toBe(Object.values(headers)[0]);
      expect(gateway.services.lead.last.headers['content-length']).toBe('2');
    },
  );

  it('streams long answers', async () => {
    gateway.services.lead.handler = (_request, response) =>
      void Readable.from(Array.from({ length: 64 }, () => Buffer.alloc(MIB / 8, 'x'))).pipe(response);
    const response = await gateway.request('/v1/leads', { key: acme.apiKey });
    expect((await response.arrayBuffer()).byteLength).toBe(8 * MIB);
  });
});

describe('a caller who leaves', () => {
  it('ends the request to the service', async () => {
    const left = new Promise<void>((resolve) => {
      gateway.services.lead.handler = (request) => void request.once('close', resolve);
    });
    const leaving = new AbortController();
    const arrived = gateway.services.lead.received.length;
    const asking = gateway.request('/v1/leads', { key: acme.apiKey, signal: leaving.signal }).catch(() => undefined);
    await eventually(() => expect(gateway.services.lead.received.length).toBeGreaterThan(arrived));
    leaving.abort();
    await Promise.all([asking, left]);
  });
});
