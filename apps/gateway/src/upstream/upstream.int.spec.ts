import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, testDatabase, type TestDatabase, testRedis, type TestRedis } from '@leadstream/testing';
import { answer } from '../../spec/fake-service.js';
import { RunningGateway, type Tenant } from '../../spec/running-gateway.js';

/** Longer than a busy machine keeps this process waiting, so that only what hangs is given up. */
const PATIENCE_MS = 1_000;

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
    settings: { UPSTREAM_READ_MS: String(PATIENCE_MS), UPSTREAM_WRITE_MS: String(PATIENCE_MS) },
  });
  acme = await gateway.bootstrap('Acme');
});

afterAll(async () => {
  await gateway?.close();
  await database?.drop();
  await redis?.drop();
});

afterEach(async () => {
  const { lead } = gateway.services;
  lead.isFrozen = false;
  lead.handler = (_request, response) => answer(response, 200, {});
  await eventually(async () => expect((await readLeads()).status).toBe(200));
});

const readLeads = () => gateway.request('/v1/leads', { key: acme.apiKey });
const readFunnel = () => gateway.request('/v1/funnels/lifecycle?from=2026-01-01&to=2026-01-31', { key: acme.apiKey });

async function problemOf(response: Response) {
  const { code } = (await response.json()) as { code: string };
  return { status: response.status, code, retryAfter: response.headers.get('retry-after') };
}

const UNAVAILABLE = { status: 503, code: 'GATEWAY.UPSTREAM_UNAVAILABLE', retryAfter: '1' };
const TIMEOUT = { status: 503, code: 'GATEWAY.UPSTREAM_TIMEOUT', retryAfter: '1' };

/** Cuts the first connections that bring a request, as a service does that dies over it. */
function cutFirst(count: number): { asked: number } {
  const seen = { asked: 0 };
  gateway.services.lead.handler = (request, response) => {
    seen.asked += 1;
    if (seen.asked <= count) request.socket.destroy();
    else answer(response, 200, { asked: seen.asked });
  };
  return seen;
}

describe('a service that dies over a request', () => {
  it('is asked again for a read', async () => {
    cutFirst(1);
    expect(await (await readLeads()).json()).toEqual({ asked: 2 });
  });

  it('is asked again for a write with an idempotency key, with the same body', async () => {
    const seen = cutFirst(1);
    const response = await gateway.request('/v1/leads', {
      method: 'POST',
      key: acme.apiKey,
      body: '{"a":1}',
      headers: { 'idempotency-key': 'k' },
    });
    expect(response.status).toBe(200);
    expect(seen.asked).toBe(2);
    expect(gateway.services.lead.last.headers['content-length']).toBe('7');
  });

  it('is not asked again for a write without one', async () => {
    const seen = cutFirst(1);
    expect(await problemOf(await gateway.request('/v1/leads', { method: 'POST', key: acme.apiKey, body: '{"a":1}' }))).toEqual(UNAVAILABLE);
    expect(seen.asked).toBe(1);
  });

  it('is asked twice at most', async () => {
    const seen = cutFirst(5);
    expect(await problemOf(await readLeads())).toEqual(UNAVAILABLE);
    expect(seen.asked).toBe(2);
  });
});

describe('a service that is gone', () => {
  it('answers 503 at once and is used again when it is back', async () => {
    const { lead } = gateway.services;
    await lead.kill();
    // Whoever waits is told of a timeout.
    for (let i = 0; i < 10; i++) expect(await problemOf(await readLeads())).toEqual(UNAVAILABLE);
    expect((await readFunnel()).status).toBe(200);
    await lead.listen();
    await eventually(async () => expect((await readLeads()).status).toBe(200));
  });
});

describe('a service that hangs', () => {
  it('is given up after a while, costs nothing then, leaves other routes alone, and is found again', async () => {
    const { lead } = gateway.services;
    lead.isFrozen = true;
    const first = await Promise.all(Array.from({ length: 8 }, async () => problemOf(await readLeads())));
    expect(first).toEqual(first.map(() => TIMEOUT));
    await eventually(async () => expect(await problemOf(await readLeads())).toEqual(UNAVAILABLE));
    expect((await readFunnel()).status).toBe(200);
    expect(await health()).toMatchObject({
      status: 'ready',
      checks: { 'upstream-lead': { ok: true, state: 'down' }, 'upstream-analytics': { ok: true, state: 'up' } },
    });
    expect(await metrics()).toMatch(/^gateway_upstream_up\{.*upstream="lead".*\} 0$/m);
    lead.isFrozen = false;
    await eventually(async () => expect((await readLeads()).status).toBe(200));
    expect(await metrics()).toMatch(/^gateway_upstream_in_flight\{.*upstream="lead".*\} 0$/m);
  });

  it('in the middle of its answer ends the answer', async () => {
    gateway.services.lead.handler = (request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setImmediate(() => request.socket.destroy());
    };
    await expect(readLeads().then((response) => response.text())).rejects.toThrow();
  });

  it('is not given up because callers are slow to send', async () => {
    gateway.services.lead.handler = (request, response) => void request.resume().once('end', () => answer(response, 202, {}));
    const stalled = Array.from({ length: 8 }, () => {
      const body = new ReadableStream({ start: (controller) => controller.enqueue(Buffer.alloc(1_024)) });
      const init = { method: 'POST', key: acme.apiKey, body, duplex: 'half', headers: { 'content-type': 'application/json' } };
      return gateway.request('/v1/leads', init as RequestInit & { key: string }).then(problemOf);
    });
    expect(await Promise.all(stalled)).toEqual(stalled.map(() => TIMEOUT));
    expect(await health()).toMatchObject({ checks: { 'upstream-lead': { state: 'up' } } });
  });
});

async function health(): Promise<unknown> {
  return (await fetch(`${gateway.service.managementUrl}/health/ready`)).json();
}

async function metrics(): Promise<string> {
  return (await fetch(`${gateway.service.managementUrl}/metrics`)).text();
}
