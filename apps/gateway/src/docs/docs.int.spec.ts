import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allRoutes } from '@leadstream/contracts';
import { testDatabase, type TestDatabase, testRedis, type TestRedis } from '@leadstream/testing';
import { RunningGateway } from '../../spec/running-gateway.js';

let database: TestDatabase;
let redis: TestRedis;
let gateway: RunningGateway;

beforeAll(async () => {
  database = await testDatabase();
  redis = await testRedis();
  gateway = await RunningGateway.start({ databaseUrl: database.serviceUrl('gateway'), redisUrl: redis.url });
});

afterAll(async () => {
  await gateway?.close();
  await database?.drop();
  await redis?.drop();
});

describe('/v1/openapi.json', () => {
  it('lists every route that is not internal, and no other', async () => {
    const response = await gateway.request('/v1/openapi.json');
    expect(response.status).toBe(200);
    const { openapi, paths } = (await response.json()) as {
      openapi: string;
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    const listed = Object.values(paths).flatMap((operations) => Object.values(operations).map(({ operationId }) => operationId));
    expect(openapi).toMatch(/^3\.1/);
    expect(listed.sort()).toEqual(
      allRoutes
        .filter(({ scope }) => scope !== 'internal')
        .map(({ operation }) => operation)
        .sort(),
    );
  });

  it('is not sent again to who has it', async () => {
    const tag = (await gateway.request('/v1/openapi.json')).headers.get('etag') ?? '';
    expect((await gateway.request('/v1/openapi.json', { headers: { 'if-none-match': tag } })).status).toBe(304);
    expect((await gateway.request('/v1/openapi.json', { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  });
});

describe('/docs', () => {
  it('is a page whose every part comes from this host', async () => {
    const response = await gateway.request('/docs');
    const page = await response.text();
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
    const parts = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, part]) => part ?? '');
    expect(parts.length).toBeGreaterThan(3);
    for (const part of parts) {
      expect(part).toMatch(/^\/[^/]/);
      expect((await gateway.request(part)).status).toBe(200);
    }
    expect(page).not.toMatch(/<script>|style=|onload=/);
  });

  it.each(['/docs/assets/package.json', '/docs/assets/..%2f..%2fpackage.json', '/docs/assets/index.html', '/docs/assets/'])(
    'serves nothing else: %s',
    async (path) => {
      const response = await gateway.request(path);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ code: 'HTTP.NOT_FOUND' });
    },
  );
});
