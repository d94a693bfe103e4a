import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase, testRedis, type TestRedis } from '@leadstream/testing';
import pg from 'pg';
import { RunningGateway } from '../../spec/running-gateway.js';

let database: TestDatabase;
let redis: TestRedis;
let admin: pg.Client;
let gateway: RunningGateway;

beforeAll(async () => {
  database = await testDatabase();
  redis = await testRedis();
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  gateway = await RunningGateway.start({ databaseUrl: database.serviceUrl('gateway'), redisUrl: redis.url });
});

afterAll(async () => {
  await gateway?.close();
  await admin?.end();
  await database?.drop();
  await redis?.drop();
});

async function count(table: string, tenantId: string): Promise<number> {
  const { rows } = await admin.query<{ count: string }>(`SELECT count(*) FROM gateway.${table} WHERE tenant_id = $1`, [tenantId]);
  return Number(rows[0]?.count);
}

describe('bootstrap', () => {
  it('founds a tenant whose key opens everything, and publishes what it did under one correlation', async () => {
    const { tenantId, apiKey } = await gateway.bootstrap('Founded');
    const tenant = await gateway.request('/v1/tenants/current', { key: apiKey });
    expect(await tenant.json()).toMatchObject({ id: tenantId, name: 'Founded' });
    expect((await gateway.request('/v1/api-keys', { key: apiKey })).status).toBe(200);
    const { rows } = await admin.query<{ type: string }>(
      `SELECT headers->>'ce_type' AS type FROM gateway.outbox WHERE tenant_id = $1 ORDER BY id`,
      [tenantId],
    );
    expect(rows.map(({ type }) => type)).toEqual(['tenant.created', 'member.added', 'api-key.created']);
  });

  it('repeated finds tenant and admin and issues a further key', async () => {
    const first = await gateway.bootstrap('Repeated');
    const second = await gateway.bootstrap('Repeated');
    expect(second.tenantId).toBe(first.tenantId);
    expect(second.apiKeyId).not.toBe(first.apiKeyId);
    for (const { apiKey } of [first, second]) expect((await gateway.request('/v1/roles', { key: apiKey })).status).toBe(200);
    expect([await count('tenant', first.tenantId), await count('member', first.tenantId), await count('api_key', first.tenantId)]).toEqual([
      1, 1, 2,
    ]);
  });

  it('done several times at once founds one tenant', async () => {
    const results = await Promise.allSettled(Array.from({ length: 4 }, () => gateway.bootstrap('Raced')));
    const ids = new Set(results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.tenantId] : [])));
    expect(ids.size).toBe(1);
    const [tenantId = ''] = ids;
    expect([await count('tenant', tenantId), await count('member', tenantId)]).toEqual([1, 1]);
    expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
  });
});
