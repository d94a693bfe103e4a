import { currentContext } from '@leadstream/kernel';
import { prometheusText, startTelemetry } from '@leadstream/telemetry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module } from '@nestjs/common';
import { z } from 'zod';
import { call, SECRET, start, TENANT, token } from '../edge.fixture.spec.js';
import { ContextToken } from '../context/context-token.js';
import { ClientIp, RawBody, RequestId } from '../context/edge.decorators.js';
import { created, reply } from '../route/answer.js';
import { Input, Public, Route } from '../route/route.decorator.js';
import type { InputOf } from '../route/route-binding.js';
import type { RunningService } from './start-http-service.js';

const lead = z.object({ id: z.string(), name: z.string() });
const createLead = {
  operation: 'createLead',
  method: 'POST',
  path: '/v1/leads',
  scope: 'leads:write',
  body: z.strictObject({ name: z.string().trim() }),
  success: { status: 201, body: lead },
} as const;
const patchLead = {
  ...createLead,
  operation: 'patchLead',
  method: 'PATCH',
  path: '/v1/leads/:id',
  params: z.strictObject({ id: z.string() }),
  ifMatch: true,
  success: { status: 200, body: lead },
} as const;
const listLeads = {
  operation: 'listLeads',
  method: 'GET',
  path: '/v1/leads',
  scope: 'leads:read',
  query: z.strictObject({ limit: z.coerce.number().int().default(50), 'createdAt.gte': z.string().optional() }),
  success: { status: 200, body: z.array(z.unknown()) },
} as const;
const deleteLead = {
  operation: 'deleteLead',
  method: 'DELETE',
  path: '/v1/leads/:id',
  scope: 'leads:write',
  success: { status: 204 },
} as const;
const readState = {
  operation: 'readState',
  method: 'GET',
  path: '/v1/state',
  scope: 'internal',
  success: { status: 200, body: z.unknown() },
} as const;
const hook = {
  operation: 'hook',
  method: 'POST',
  path: '/v1/hooks',
  scope: 'public',
  rawBody: { mediaType: 'application/json', maxBytes: 100 },
  success: { status: 200, body: z.unknown() },
} as const;

@Controller()
class LeadController {
  @Route(createLead)
  async create(@Input() { body }: InputOf<typeof createLead>) {
    const context = currentContext();
    if (context?.idempotency?.key === 'used') context.idempotency.replayed = true;
    return created('/v1/leads/1', 7, { id: '1', name: body.name, undeclared: context });
  }

  @Route(patchLead)
  async patch(@Input() { params, body, ifMatch }: InputOf<typeof patchLead>) {
    return reply({ id: params.id, name: `${body.name} v${ifMatch}` }, { version: ifMatch + 1, headers: { 'x-more': 'yes' } });
  }

  @Route(listLeads)
  list(@Input() { query }: InputOf<typeof listLeads>) {
    return [query];
  }

  @Route(deleteLead)
  async remove() {}

  @Route(readState)
  async state() {
    return { actor: currentContext()?.actor };
  }

  @Route(hook)
  async hook(@RawBody() bytes: Buffer, @RequestId() requestId: string, @ClientIp() clientIp: string) {
    return { text: bytes.toString('latin1'), requestId, clientIp, hasContext: currentContext() !== undefined };
  }

  @Public()
  @Get('/v1/ping')
  ping() {
    return 'pong';
  }

  @Get('/v1/bare')
  bare() {
    return { tenantId: currentContext()?.tenantId };
  }
}

@Module({ controllers: [LeadController] })
class LeadModule {}

const telemetry = startTelemetry({ service: 'lead', logLevel: 'silent' });
let service: RunningService;
beforeAll(async () => {
  service = await start(LeadModule, { telemetry, routes: [createLead, patchLead, listLeads, deleteLead, readState, hook] });
});
afterAll(() => service.close());

describe('a route bound to its contract', () => {
  it('answers a create with 201, Location, ETag, and the record with fields beyond the contract', async () => {
    const answer = await call(service, '/v1/leads', { method: 'POST', body: { name: ' Ada ' } });
    expect(answer).toMatchObject({ status: 201, body: { id: '1', name: 'Ada', undeclared: { tenantId: TENANT } } });
    expect(answer.headers.get('location')).toBe('/v1/leads/1');
    expect(answer.headers.get('etag')).toBe('"7"');
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  it('hands over parameters, body and version, of a merge patch too', async () => {
    const answer = await call(service, '/v1/leads/a%20b', {
      method: 'PATCH',
      body: { name: 'Ada' },
      headers: { 'if-match': '"3"', 'content-type': 'application/merge-patch+json' },
    });
    expect(answer).toMatchObject({ status: 200, body: { id: 'a b', name: 'Ada v3' } });
    expect([answer.headers.get('etag'), answer.headers.get('x-more')]).toEqual(['"4"', 'yes']);
  });

  it('parses the query with its defaults', async () => {
    expect(await call(service, '/v1/leads?createdAt.gte=2026')).toMatchObject({
      status: 200,
      body: [{ limit: 50, 'createdAt.gte': '2026' }],
    });
  });

  it('answers a delete with 204 and nothing', async () => {
    expect(await call(service, '/v1/leads/1', { method: 'DELETE' })).toMatchObject({ status: 204, text: '' });
  });

  it('stops the start when a contract has no controller', async () => {
    await expect(start(LeadModule, { routes: [createLead, { ...createLead, operation: 'mergeLeads' }] })).rejects.toThrow('mergeLeads');
  });
});

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

  it('is a new one otherwise, whatever the sender says, and on every answer', async () => {
    for (const path of ['/v1/ping', '/v1/leads', '/nowhere', '/%zz']) {
      const answer = await call(service, path, { as: null, headers: { 'x-request-id': 'mine' } });
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});

describe('a route with a raw body', () => {
  it('gets the bytes as they came, unparsed, with request id and client of the signed context and no ambient context', async () => {
    const bytes = Buffer.from('[ {"a":1 ,"a":2,\xff', 'latin1');
    const headers = { 'x-leadstream-context': token.sign({ requestId: 'request-2', clientIp: '203.0.113.9' }) };
    const answer = await call(service, '/v1/hooks', { method: 'POST', body: bytes, as: null, headers });
    expect(answer).toMatchObject({
      status: 200,
      body: { text: '[ {"a":1 ,"a":2,\xff', requestId: 'request-2', clientIp: '203.0.113.9', hasContext: false },
    });
  });

  it('has a size limit and a type of its own', async () => {
    expect(await call(service, '/v1/hooks', { method: 'POST', body: 'x'.repeat(101), as: null })).toMatchObject({
      status: 413,
      body: { code: 'HTTP.BODY_TOO_LARGE' },
    });
    expect(
      await call(service, '/v1/hooks', { method: 'POST', body: 'x', as: null, headers: { 'content-type': 'text/plain' } }),
    ).toMatchObject({ status: 415 });
  });

  it('gets no bytes when there are none', async () => {
    expect(await call(service, '/v1/hooks', { method: 'POST', as: null })).toMatchObject({ status: 200, body: { text: '' } });
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

  it.each([' ', 'a b', 'é', 'x'.repeat(256)])('%j is refused', async (key) => {
    expect(await create(key)).toMatchObject({ status: 400, body: { code: 'HTTP.BAD_IDEMPOTENCY_KEY' } });
  });

  it('of 255 characters is fine, and means nothing to a read', async () => {
    expect((await create('x'.repeat(255))).status).toBe(201);
    expect((await call(service, '/v1/leads', { headers: { 'idempotency-key': 'a b' } })).status).toBe(200);
  });
});

describe('the request metric', () => {
  it('counts by method, template and class of status, never by path', async () => {
    await call(service, '/v1/leads/secret-path', { method: 'DELETE' });
    await call(service, '/unknown-path');
    const text = await prometheusText();
    expect(text).toMatch(
      /request_duration_count\{http_request_method="DELETE",http_route="\/v1\/leads\/:id",http_response_status_class="2xx"\} \d/,
    );
    expect(text).toContain('http_route="(none)",http_response_status_class="4xx"');
    expect(text).not.toMatch(/secret-path|unknown-path/);
  });
});
