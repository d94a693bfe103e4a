import { prometheusText, startTelemetry } from '@leadstream/telemetry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { call, start, TENANT, token } from '../edge.fixture.spec.js';
import type { RunningService } from '../server/start-http-service.js';
import { createLead, LeadModule, leadRoutes } from './leads.fixture.spec.js';

const telemetry = startTelemetry({ service: 'lead', logLevel: 'silent' });
let service: RunningService;
beforeAll(async () => {
  service = await start(LeadModule, { telemetry, routes: leadRoutes });
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

describe('a route for forms of other origins', () => {
  const origin = 'https://shop.example';
  const send = (type: string, body: string, from: Record<string, string> = { origin }) =>
    call(service, '/v1/form', { method: 'POST', body, as: null, headers: { 'content-type': type, ...from } });

  it('takes JSON and URL-encoded bodies alike, up to its own limit', async () => {
    expect((await send('application/json', '{"a":"1"}')).body).toEqual({ a: '1' });
    expect((await send('application/x-www-form-urlencoded;charset=UTF-8', 'a=1&b=2&b=3')).body).toEqual({ a: '1', b: ['2', '3'] });
    expect(await send('application/x-www-form-urlencoded', `a=${'x'.repeat(200)}`)).toMatchObject({ status: 413 });
    expect(await send('text/plain', 'a=1')).toMatchObject({ status: 415 });
  });

  it('lets the page read every answer, refusals included', async () => {
    for (const [type, body, status] of [
      ['application/json', '{}', 200],
      ['application/json', '{', 400],
      ['text/plain', '', 415],
    ] as const) {
      const { headers, ...answer } = await send(type, body);
      const told = ['access-control-allow-origin', 'vary', 'access-control-allow-credentials'].map((name) => headers.get(name));
      expect([answer.status, ...told]).toEqual([status, origin, 'Origin', null]);
    }
    expect((await send('application/json', '{}', {})).headers.get('access-control-allow-origin')).toBeNull();
    expect((await call(service, '/v1/form', { method: 'OPTIONS', as: null })).status).toBe(204);
  });

  it('is the only one to take forms, and to speak to other origins', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin };
    const answer = await call(service, '/v1/leads', { method: 'POST', body: 'name=Ada', headers });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([415, null]);
  });
});

describe('a route for people and programs', () => {
  it('answers either, a page with a status of its own', async () => {
    const asked = async (accept: string) => {
      const answer = await fetch(`${service.url}/v1/page`, { headers: { accept } });
      return [answer.status, answer.headers.get('content-type'), await answer.text()];
    };
    expect(await asked('text/html')).toEqual([404, 'text/html; charset=utf-8', '<p>Gone</p>']);
    expect(await asked('application/json')).toEqual([200, 'application/json; charset=utf-8', '{"isThere":false}']);
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
