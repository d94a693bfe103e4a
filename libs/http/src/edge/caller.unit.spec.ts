import { startTelemetry } from '@leadstream/telemetry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ContextToken } from '../context/context-token.js';
import { call, SECRET, start, TENANT, token } from '../edge.fixture.spec.js';
import type { RunningService } from '../server/start-http-service.js';
import { LeadModule, leadRoutes } from './leads.fixture.spec.js';

const telemetry = startTelemetry({ service: 'lead', logLevel: 'silent' });
let service: RunningService;
beforeAll(async () => {
  service = await start(LeadModule, { telemetry, routes: leadRoutes });
});
afterAll(() => service.close());

describe('the caller', () => {
  it('is the ambient context of the handler', async () => {
    const { body } = await call(service, '/v1/leads', { method: 'POST', body: { name: 'x' }, as: { clientIp: '203.0.113.7' } });
    expect(body['undeclared']).toEqual({
      tenantId: TENANT,
      actor: { kind: 'member', id: 'member-1' },
      scopes: ['leads:read', 'leads:write'],
      requestId: 'request-1',
      clientIp: '203.0.113.7',
    });
  });

  it('is demanded', async () => {
    const answer = await call(service, '/v1/leads', { as: null });
    expect(answer).toMatchObject({ status: 401, body: { code: 'HTTP.UNAUTHENTICATED' } });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect((await call(service, '/v1/bare', { as: null })).status).toBe(401);
  });

  it('must have a tenant, even with a signed context', async () => {
    const headers = { 'x-leadstream-context': token.sign({ requestId: 'r' }) };
    expect((await call(service, '/v1/leads', { as: null, headers })).status).toBe(401);
  });

  it.each([
    ['forged', 'e30.e30.e30'],
    [
      'meant for another service',
      new ContextToken({ secret: SECRET, audience: 'analytics' }).sign({
        requestId: 'r',
        tenantId: TENANT,
        actor: { kind: 'service', id: 's' },
      }),
    ],
  ])('is refused when its context is %s, on public routes too', async (_what, forged) => {
    const headers = { 'x-leadstream-context': forged };
    for (const path of ['/v1/leads', '/v1/ping']) {
      expect(await call(service, path, { as: null, headers })).toMatchObject({ status: 401, body: { code: 'HTTP.UNAUTHENTICATED' } });
    }
  });

  it('needs the scope of the route, before its body is read', async () => {
    const answer = await call(service, '/v1/leads', { method: 'POST', body: '{', as: { scopes: ['leads:read'] } });
    expect(answer).toMatchObject({ status: 403, body: { code: 'HTTP.SCOPE_MISSING', requiredScope: 'leads:write' } });
  });

  it('needs no scope on internal routes, and is nobody on public ones', async () => {
    expect(await call(service, '/v1/state', { as: { scopes: [] } })).toMatchObject({ status: 200, body: { actor: { kind: 'member' } } });
    expect((await call(service, '/v1/state', { as: null })).status).toBe(401);
    expect(await call(service, '/v1/ping', { as: null })).toMatchObject({ status: 200, text: 'pong' });
  });

  it('reaches routes without a contract with its tenant', async () => {
    expect(await call(service, '/v1/bare')).toMatchObject({ status: 200, body: { tenantId: TENANT } });
  });
});

describe('the request id', () => {
  it('comes from the signed context', async () => {
    expect((await call(service, '/v1/leads')).headers.get('x-request-id')).toBe('request-1');
  });

  it('is the one that comes with the context, where that serves many requests', async () => {
    const idOf = async (stated: string) =>
      (await call(service, '/v1/leads', { headers: { 'x-request-id': stated } })).headers.get('x-request-id');
    expect(await idOf('request-7')).toBe('request-7');
    expect(await idOf('x'.repeat(101))).toBe('request-1');
  });

  it('is a new one otherwise, whatever the sender says, and on every answer', async () => {
    for (const path of ['/v1/ping', '/v1/leads', '/nowhere', '/%zz']) {
      const answer = await call(service, path, { as: null, headers: { 'x-request-id': 'mine' } });
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});

describe('Idempotency-Key', () => {
  const create = (key: string, name = 'Ada', path = '/v1/leads') =>
    call(service, path, { method: 'POST', body: { name }, headers: { 'idempotency-key': key } });
  const fingerprint = async (...parameters: Parameters<typeof create>) =>
    ((await create(...parameters)).body['undeclared'] as { idempotency: { fingerprint: string } }).idempotency.fingerprint;

  it('reaches the context with a fingerprint of method, path and body', async () => {
    const first = await fingerprint('a');
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(await fingerprint('b')).toBe(first);
    expect(await fingerprint('a', 'Grace')).not.toBe(first);
  });

  it('is answered with Idempotency-Replayed when the context says so', async () => {
    expect((await create('fresh')).headers.get('idempotency-replayed')).toBeNull();
    expect((await create('used')).headers.get('idempotency-replayed')).toBe('true');
  });

  it('is honoured for a deletion, too', async () => {
    const remove = (key: string) => call(service, '/v1/leads/1', { method: 'DELETE', headers: { 'idempotency-key': key } });
    const [fresh, used] = [await remove('fresh'), await remove('used')];
    expect([fresh.status, fresh.headers.get('idempotency-replayed')]).toEqual([204, null]);
    expect([used.status, used.headers.get('idempotency-replayed')]).toEqual([204, 'true']);
    expect(await remove('a b')).toMatchObject({ status: 400, body: { code: 'HTTP.BAD_IDEMPOTENCY_KEY' } });
  });

  it.each([' ', 'a b', 'é', 'x'.repeat(256)])('%j is refused', async (key) => {
    expect(await create(key)).toMatchObject({ status: 400, body: { code: 'HTTP.BAD_IDEMPOTENCY_KEY' } });
  });

  it('of 255 characters is fine, and means nothing to a read', async () => {
    expect((await create('x'.repeat(255))).status).toBe(201);
    expect((await call(service, '/v1/leads', { headers: { 'idempotency-key': 'a b' } })).status).toBe(200);
  });
});
