import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DomainError } from '@leadstream/kernel';
import { currentTraceparent, startTelemetry } from '@leadstream/telemetry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Authenticator, Identity } from '../context/authenticator.js';
import { call, start, TENANT } from '../edge.fixture.spec.js';
import { Public } from '../route/route.decorator.js';
import type { RunningService } from '../server/start-http-service.js';

const SENDER = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const folder = mkdtempSync(join(tmpdir(), 'traces-'));
const traceFile = join(folder, 'lead.jsonl');

@Controller()
class TraceController {
  @Get('/v1/traceparent')
  traceparent() {
    return { traceparent: currentTraceparent() };
  }

  @Public()
  @Get('/v1/open')
  open() {
    return { traceparent: currentTraceparent() };
  }

  @Get('/v1/broken/:id')
  broken() {
    throw Object.assign(new Error('lovelace@example.com'), { code: '23505' });
  }
}

@Module({ controllers: [TraceController] })
class TraceModule {}

/** Like the gateway's: looks a key up, later. */
class KeyAuthenticator implements Authenticator {
  async authenticate({ headers: { authorization } }: FastifyRequest, isPublic: boolean): Promise<Identity> {
    if (isPublic) return {};
    if (authorization === undefined) return {};
    if (authorization !== 'Bearer good') throw new DomainError('GATEWAY.KEY_REVOKED', 'unauthenticated', 'The key was revoked');
    return { caller: { tenantId: TENANT, actor: { kind: 'api-key', id: 'key-1' }, scopes: [] } };
  }
}

const telemetry = startTelemetry({ service: 'lead', logLevel: 'silent', traceFile });
let service: RunningService;
let gateway: RunningService;
beforeAll(async () => {
  service = await start(TraceModule);
  gateway = await start(TraceModule, {
    authenticator: () => new KeyAuthenticator(),
    configure: (app) => {
      void app.register(async (scope: FastifyInstance) => {
        scope.get('/v1/proxied', { config: { isPublic: true } }, async () => ({ traceparent: currentTraceparent() }));
        scope.get('/v1/guarded', async () => 'never');
      });
    },
  });
});
afterAll(async () => {
  await Promise.all([service.close(), gateway.close()]);
  rmSync(folder, { recursive: true });
});

describe('a trace', () => {
  it('goes on from a sender with a signed context', async () => {
    const { body } = await call(service, '/v1/traceparent', { headers: { traceparent: SENDER } });
    expect(body['traceparent']).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[0-9a-f]{16}-01$/);
  });

  it('begins anew for strangers, who could otherwise choose what is recorded', async () => {
    const { body } = await call(service, '/v1/open', { as: null, headers: { traceparent: SENDER } });
    expect(body['traceparent']).toMatch(/^00-(?!0af7651916cd43dd8448eb211c80319c)[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });

  it('names the route by its template, and of a failure only the code', async () => {
    await call(service, '/v1/broken/lovelace');
    await telemetry.shutdown();
    const text = readFileSync(traceFile, 'utf8');
    expect(text).toContain('"name":"GET /v1/broken/:id"');
    expect(text).toContain('{"key":"error.type","value":{"stringValue":"23505"}}');
    expect(text).toContain('{"key":"leadstream.request.id","value":{"stringValue":"request-1"}}');
    expect(text).toContain(`{"key":"leadstream.tenant.id","value":{"stringValue":"${TENANT}"}}`);
    expect(text).not.toContain('lovelace');
  });
});

describe('an authenticator of another kind', () => {
  it('may take its time', async () => {
    expect((await call(gateway, '/v1/traceparent', { as: null, headers: { authorization: 'Bearer good' } })).status).toBe(200);
  });

  it('refuses in its own words', async () => {
    expect(await call(gateway, '/v1/traceparent', { as: null, headers: { authorization: 'Bearer old' } })).toMatchObject({
      status: 401,
      body: { code: 'GATEWAY.KEY_REVOKED' },
    });
    expect(await call(gateway, '/v1/traceparent')).toMatchObject({ status: 401, body: { code: 'HTTP.UNAUTHENTICATED' } });
  });
});

describe('routes of Fastify plugins', () => {
  it('go through the same edge', async () => {
    const answer = await call(gateway, '/v1/proxied', { as: null });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await call(gateway, '/v1/guarded', { as: null })).toMatchObject({ status: 401, body: { code: 'HTTP.UNAUTHENTICATED' } });
  });
});
