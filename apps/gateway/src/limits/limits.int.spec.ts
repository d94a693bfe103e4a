import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, testDatabase, type TestDatabase, testRedis, type TestRedis } from '@leadstream/testing';
import { Redis } from 'ioredis';
import { TcpRelay } from '../../spec/tcp-relay.js';
import { RunningGateway, type Tenant } from '../../spec/running-gateway.js';

const LIMIT = 5;
const settings = { RATE_LIMIT_READ_PER_MINUTE: String(LIMIT), RATE_LIMIT_PUBLIC_PER_MINUTE: String(LIMIT) };
const HOOK = '/v1/hooks/email/sendgrid/01920000-0000-7000-8000-00000000000a';

let database: TestDatabase;
let redis: TestRedis;
let observer: Redis;
let gateway: RunningGateway;

beforeAll(async () => {
  database = await testDatabase();
  redis = await testRedis();
  observer = new Redis(redis.url);
  gateway = await RunningGateway.start({ databaseUrl: database.serviceUrl('gateway'), redisUrl: redis.url, settings });
});

afterAll(async () => {
  await gateway?.close();
  await observer?.quit();
  await database?.drop();
  await redis?.drop();
});

async function statuses(count: number, ask: () => Promise<Response>): Promise<number[]> {
  const found: number[] = [];
  for (let i = 0; i < count; i++) found.push((await ask()).status);
  return found;
}

/** How many requests were counted in memory, because Redis did not answer in a quarter of a second. */
async function countedInMemory(): Promise<number> {
  const text = await (await fetch(`${gateway.service.managementUrl}/metrics`)).text();
  return Number(/^gateway_rate_limit_fallbacks_total\S* (\d+)/m.exec(text)?.[1] ?? 0);
}

interface Told {
  readonly requestId: string | null;
  readonly headers: Headers;
  readonly document: unknown;
}

async function toldOf(answer: Response): Promise<Told> {
  return { requestId: answer.headers.get('x-request-id'), headers: answer.headers, document: await answer.json() };
}

/** Refused requests so far, as the limit and as the route of the forms counts them. */
async function refusals(): Promise<{ readonly byLimit: number; readonly byRoute: number }> {
  const text = await (await fetch(`${gateway.service.managementUrl}/metrics`)).text();
  const of = (pattern: RegExp) => Number(pattern.exec(text)?.[1] ?? 0);
  return {
    byLimit: of(/^gateway_rate_limit_refused_total\{[^}]*rate_class="read"[^}]*\} (\d+)/m),
    byRoute: of(/^http_server_request_duration_count\{[^}]*http_route="\/v1\/lead-forms"[^}]*status_class="4xx"[^}]*\} (\d+)/m),
  };
}

/** Repeats what nobody has asked before until Redis counted all of it, as it does unless the machine has much else to do. */
function countedByRedis<T>(ask: () => Promise<T>): Promise<T> {
  return eventually(async () => {
    const before = await countedInMemory();
    const found = await ask();
    expect(await countedInMemory()).toBe(before);
    return found;
  });
}

/** What a ready gateway tells of Redis. */
async function readyRedis({ service }: RunningGateway): Promise<unknown> {
  const health = await fetch(`${service.managementUrl}/health/ready`);
  expect(health.status).toBe(200);
  return ((await health.json()) as { checks: { redis: { state: string } } }).checks.redis.state;
}

describe('requests of one key', () => {
  it('pass up to the limit of their class, are told how they stand, and are refused after it', async () => {
    const { tenantId, apiKeyId, first, others, refused } = await countedByRedis(async () => {
      const limited = await gateway.bootstrap('Limited');
      const ask = (path: string) => gateway.request(path, { key: limited.apiKey });
      const first = await ask('/v1/leads');
      return { ...limited, first, others: await statuses(LIMIT - 1, () => ask('/v1/roles')), refused: await ask('/v1/leads') };
    });
    expect(first.headers.get('ratelimit-policy')).toBe(`"read";q=${LIMIT};w=60`);
    expect(first.headers.get('ratelimit')).toMatch(new RegExp(`^"read";r=${LIMIT - 1};t=(60|59)$`));
    expect(others).toEqual(Array(LIMIT - 1).fill(200));
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ code: 'GATEWAY.RATE_LIMITED', status: 429 });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('ratelimit')).toMatch(/^"read";r=0;t=\d+$/);
    expect(await observer.ttl(`crm:gateway:${tenantId}:rl:read:${apiKeyId}`)).toBeGreaterThan(0);
  });

  it('refused on and on are told what the first one was, each with its own id, and are counted', async () => {
    const { apiKey: key } = await gateway.bootstrap('Insistent');
    const ask = () => gateway.request('/v1/lead-forms', { method: 'GET', key });
    const refused = async () => (await ask()).status === 429;
    await eventually(async () => expect(await refused()).toBe(true));
    const before = await refusals();
    const told = await Promise.all(Array.from({ length: 20 }, async () => toldOf(await ask())));
    for (const { requestId, headers, document } of told) {
      expect(document).toEqual({
        type: 'urn:leadstream:problem:GATEWAY.RATE_LIMITED',
        title: 'Too many requests',
        status: 429,
        code: 'GATEWAY.RATE_LIMITED',
        requestId,
        detail: `The limit is ${LIMIT} requests a minute.`,
        retryAfterSeconds: Number(headers.get('retry-after')),
      });
      expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(headers.get('ratelimit-policy')).toBe(`"read";q=${LIMIT};w=60`);
      expect(headers.get('ratelimit')).toBe(`"read";r=0;t=${headers.get('retry-after')}`);
    }
    expect(new Set(told.map(({ requestId }) => requestId)).size).toBe(20);
    const after = await refusals();
    expect([after.byLimit - before.byLimit, after.byRoute - before.byRoute]).toEqual([20, 20]);
  });

  it('refused on and on do not hide that the key may not, or is no longer', async () => {
    const { apiKey: admin } = await gateway.bootstrap('Insistent and wrong');
    const made = await gateway.request('/v1/api-keys', {
      method: 'POST',
      key: admin,
      body: JSON.stringify({ name: 'narrow', scopes: ['leads:read'] }),
    });
    const { id, key } = (await made.json()) as { id: string; key: string };
    await eventually(async () => expect((await gateway.request('/v1/leads', { key })).status).toBe(429));
    expect((await gateway.request('/v1/dnc', { key })).status).toBe(403);
    await gateway.request(`/v1/api-keys/${id}`, { method: 'DELETE', key: admin });
    expect((await gateway.request('/v1/leads', { key })).status).toBe(401);
  });

  it('count by class and by key', async () => {
    const found = await countedByRedis(async () => {
      const { apiKey: key } = await gateway.bootstrap('Classes');
      const { apiKey: other } = await gateway.bootstrap('Neighbours');
      await statuses(LIMIT + 1, () => gateway.request('/v1/leads', { key }));
      const read = await gateway.request('/v1/leads', { key });
      const written = await gateway.request('/v1/leads', { method: 'POST', key, body: '{}' });
      return [read, written, await gateway.request('/v1/leads', { key: other })].map(({ status }) => status);
    });
    expect(found).toEqual([429, 200, 200]);
  });

  it('over the limit do not reach the service', async () => {
    const reached = await countedByRedis(async () => {
      const { apiKey: key } = await gateway.bootstrap('Stopped');
      const before = gateway.services.lead.received.length;
      await statuses(LIMIT * 3, () => gateway.request('/v1/leads', { key }));
      return gateway.services.lead.received.length - before;
    });
    expect(reached).toBe(LIMIT);
  });
});

describe('requests to a public route', () => {
  it('count by address and route', async () => {
    const ask = () => gateway.request(HOOK, { method: 'POST', body: '[]' });
    expect(await statuses(LIMIT + 1, ask)).toEqual([...Array(LIMIT).fill(200), 429]);
    expect((await gateway.request('/v1/openapi.json')).status).toBe(200);
    expect((await observer.keys('crm:gateway:-:rl:public:*')).length).toBe(2);
  });
});

describe('behind a proxy', () => {
  const ask = (url: RunningGateway, address: string) =>
    url.request(HOOK, { method: 'POST', body: '[]', headers: { 'x-forwarded-for': address } });

  it('that is trusted, the address it names counts', async () => {
    const trusting = await RunningGateway.start({
      databaseUrl: database.serviceUrl('gateway'),
      redisUrl: redis.url,
      settings: { ...settings, TRUSTED_PROXIES: '127.0.0.0/8' },
    });
    try {
      let host = 10;
      const found = await countedByRedis(() => {
        const address = `203.0.113.${(host += 1)}`;
        return statuses(LIMIT + 1, () => ask(trusting, address));
      });
      expect(found).toEqual([...Array(LIMIT).fill(200), 429]);
      expect((await ask(trusting, '203.0.113.2')).status).toBe(200);
      expect(trusting.services['email-events'].last.claims.ip).toBe('203.0.113.2');
    } finally {
      await trusting.close();
    }
  });

  it('that is not, the proxy itself counts', async () => {
    await statuses(LIMIT, () => ask(gateway, '203.0.113.3'));
    expect((await ask(gateway, '203.0.113.4')).status).toBe(429);
  });
});

describe('without Redis', () => {
  it('requests keep flowing, counted in memory', async () => {
    const closed = new URL(redis.url);
    closed.port = '1';
    const alone = await RunningGateway.start({ databaseUrl: database.serviceUrl('gateway'), redisUrl: closed.toString(), settings });
    try {
      const { apiKey: key }: Tenant = await alone.bootstrap('Alone');
      expect(await statuses(LIMIT + 1, () => alone.request('/v1/leads', { key }))).toEqual([...Array(LIMIT).fill(200), 429]);
      expect(await readyRedis(alone)).toBe('down');
    } finally {
      await alone.close();
    }
  });

  it('that answers nothing, a request waits for it once a second at most', async () => {
    const relayed = new URL(redis.url);
    const relay = new TcpRelay(new URL(redis.url));
    relayed.port = String(await relay.listen());
    const patient = await RunningGateway.start({ databaseUrl: database.serviceUrl('gateway'), redisUrl: relayed.toString(), settings });
    try {
      const { apiKey: key } = await patient.bootstrap('Patient');
      await eventually(async () => expect(await readyRedis(patient)).toBe('up'));
      relay.isSilent = true;
      const startedAt = performance.now();
      expect(await statuses(LIMIT, () => patient.request('/v1/leads', { key }))).toEqual(Array(LIMIT).fill(200));
      expect(relay.unanswered).toBeGreaterThan(0);
      expect(relay.unanswered).toBeLessThanOrEqual(1 + (performance.now() - startedAt) / 1_000);
    } finally {
      await patient.close();
      await relay.close();
    }
  });

  it('that comes back empty, counting begins anew', async () => {
    const { apiKey: key } = await gateway.bootstrap('Flushed');
    await statuses(LIMIT - 1, () => gateway.request('/v1/leads', { key }));
    await observer.flushdb();
    expect(await statuses(LIMIT, () => gateway.request('/v1/leads', { key }))).toEqual(Array(LIMIT).fill(200));
  });
});
